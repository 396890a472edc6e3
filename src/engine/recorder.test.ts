import fc from "fast-check";
import { expect, test } from "vitest";
import { OUTCOMES, outcomeCode } from "../contracts/outcome.ts";
import { createBatch, SAMPLE_FLAGS, type SampleBatch } from "../contracts/sample.ts";
import { Recorder } from "./recorder.ts";

interface Row {
  readonly intended: number;
  readonly late: number;
  readonly service: number;
  readonly outcome: number;
}

const rows = fc.array(
  fc.record({
    intended: fc.double({ min: -1000, max: 20_000, noNaN: true }),
    late: fc.double({ min: 0, max: 50, noNaN: true }),
    service: fc.double({ min: 0.01, max: 500, noNaN: true }),
    outcome: fc.integer({ min: 0, max: OUTCOMES.length - 1 }),
  }),
  { minLength: 1, maxLength: 300 },
);

function batchOf(list: readonly Row[]): SampleBatch {
  const batch = createBatch(0, list.length);
  batch.length = list.length;
  for (const [i, { intended, late, service, outcome }] of list.entries()) {
    const dropped = OUTCOMES[outcome] === "dropped";
    batch.intended[i] = intended;
    batch.sent[i] = dropped ? NaN : intended + late;
    batch.done[i] = dropped ? NaN : intended + late + service;
    batch.firstByte[i] = batch.done[i]!;
    batch.dns[i] = batch.connect[i] = batch.tls[i] = batch.upload[i] = NaN;
    batch.outcome[i] = outcome;
    batch.flags[i] = intended < 0 ? SAMPLE_FLAGS.warmup : 0;
    batch.bytesOut[i] = 10;
    batch.bytesIn[i] = 20;
  }
  return batch;
}

test("everything scheduled is sent or dropped, everything sent has an outcome, and slices add up to the whole", () => {
  fc.assert(
    fc.property(rows, (list) => {
      const recorder = new Recorder([100], 1, 100);
      recorder.add(batchOf(list));
      const measured = list.filter((row) => row.intended >= 0);
      const dropped = measured.filter((row) => OUTCOMES[row.outcome] === "dropped");
      const ok = measured.filter((row) => OUTCOMES[row.outcome] === "ok");
      expect(recorder.scheduled).toBe(measured.length);
      expect(recorder.warmup).toBe(list.length - measured.length);
      expect(recorder.sent).toBe(measured.length - dropped.length);
      expect(recorder.ok).toBe(ok.length);
      expect(recorder.response.count).toBe(ok.length);
      expect(recorder.failed.count).toBe(recorder.sent - ok.length);
      expect(recorder.overLimit[0]).toBe(
        measured.length -
          ok.filter((row) => row.intended + row.late + row.service - row.intended <= 100).length,
      );
      const slices = recorder.slices.toSlices(20_000);
      const total = (
        key: "scheduled" | "sent" | "ok" | "failed" | "dropped" | "bytesOut",
      ): number => slices.reduce((sum, slice) => sum + slice[key], 0);
      expect(total("scheduled")).toBe(recorder.scheduled);
      expect(total("sent")).toBe(recorder.sent);
      expect(total("ok")).toBe(recorder.ok);
      expect(total("failed")).toBe(recorder.sent - recorder.ok);
      expect(total("dropped")).toBe(recorder.count("dropped"));
      expect(total("bytesOut")).toBe(10 * recorder.sent);
    }),
  );
});

test("a wait for a free connection is lateness, but not the generator's", () => {
  const recorder = new Recorder([], 1, 1000);
  const batch = batchOf([{ intended: 10, late: 40, service: 5, outcome: outcomeCode("ok") }]);
  batch.queued[0] = 39;
  recorder.add(batch);
  expect(recorder.lateness.max).toBeCloseTo(40, 6);
  expect(recorder.pacing.max).toBeCloseTo(1, 6);
  expect(recorder.phases.queue.max).toBeCloseTo(39, 6);
  expect(recorder.response.max).toBeCloseTo(45, 6);
});

test("an answer counts as throughput when it comes, whenever it was asked for", () => {
  const ok = outcomeCode("ok");
  const recorder = new Recorder([], 1, 100);
  recorder.add(
    batchOf([
      { intended: -50, late: 0, service: 100, outcome: ok },
      { intended: 10, late: 0, service: 100, outcome: ok },
      { intended: 900, late: 0, service: 500, outcome: ok },
      { intended: 20, late: 0, service: 5, outcome: outcomeCode("http-5xx") },
    ]),
  );
  expect(recorder.slices.answeredBefore(1000)).toBe(2);
  expect(recorder.slices.toSlices(1000).reduce((sum, slice) => sum + slice.completed, 0)).toBe(2);
});
