import * as fc from "fast-check";
import { expect, test } from "vitest";
import { column, first } from "../../test/fixtures/monitors/read.ts";
import type { Monitor, MonitorSeries, Reading } from "../contracts/monitor.ts";
import { ENDED_KEPT, READINGS_KEPT, Timeline } from "./timeline.ts";

/** A monitor that gives prepared values in three columns, folded in the three ways. */
class Given implements Monitor {
  readonly name = "given";
  readonly subject: string;
  readonly role = "host";
  readonly facts = { size: 1 };
  readonly columns = {
    mean: { unit: "cores", fold: "mean" },
    max: { unit: "bytes", fold: "max" },
    last: { unit: "count", fold: "last" },
  } as const;
  next: number | null = 0;

  constructor(subject: string) {
    this.subject = subject;
  }
  read(): Reading {
    return { mean: this.next, max: this.next, last: this.next };
  }
  unreadable(): string[] {
    return [];
  }
}

test("a reading that lacks a column counts as null there", () => {
  const timeline = new Timeline();
  const monitor = new Given("a");
  for (const [i, value] of [1, null, 3].entries()) {
    monitor.next = value;
    expect(timeline.add(i * 10, [monitor])).toBe(false);
  }
  const series = first(timeline.series());
  expect(series).toMatchObject({
    monitor: "given",
    subject: "a",
    role: "host",
    facts: { size: 1 },
  });
  expect(series.timesMs).toEqual([0, 10, 20]);
  expect(series.columns["max"]).toEqual({ unit: "bytes", fold: "max", values: [1, null, 3] });
});

test("too many readings are folded as the column says, and nulls do not spoil what is known", () => {
  const timeline = new Timeline();
  const monitor = new Given("a");
  const thinned: number[] = [];
  for (let i = 0; i <= READINGS_KEPT; i++) {
    monitor.next = i % 10 === 3 ? null : i;
    if (timeline.add(i, [monitor])) thinned.push(i);
  }
  expect(thinned).toEqual([READINGS_KEPT]);
  const series = first(timeline.series());
  expect(series.timesMs.slice(0, 3)).toEqual([1, 3, 5]);
  expect(series.timesMs.slice(-2)).toEqual([READINGS_KEPT - 1, READINGS_KEPT]);
  const beginning = (name: string): unknown[] => column(series, name).slice(0, 3);
  expect(beginning("mean")).toEqual([0.5, 2, 4.5]);
  expect(beginning("max")).toEqual([1, 2, 5]);
  expect(beginning("last")).toEqual([1, 2, 5]);
  expect(column(series, "mean")).toHaveLength(READINGS_KEPT / 2 + 1);
});

test("whenever subjects come and go, folding loses nothing and times line up", () => {
  const life = fc.record({ from: fc.nat(3900), length: fc.integer({ min: 1, max: 3900 }) });
  fc.assert(
    fc.property(fc.array(life, { minLength: 1, maxLength: 4 }), (lives) => {
      const timeline = new Timeline();
      const subjects = lives.map((span, i) => ({ ...span, monitor: new Given(String(i)) }));
      const total = Math.max(...lives.map((l) => l.from + l.length)) + 1;
      for (let t = 0; t < total; t++) {
        const alive = subjects.filter((s) => t >= s.from && t < s.from + s.length);
        for (const { monitor } of alive) monitor.next = t;
        timeline.add(
          t,
          alive.map(({ monitor }) => monitor),
        );
      }
      for (const { from, length, monitor } of subjects) {
        const found = timeline.series().filter((series) => series.subject === monitor.subject);
        checkRamp(first(found), from, from + length);
      }
    }),
    { numRuns: 20 },
  );
});

/** Checks a subject that lived in `[from, to)` and whose value at every time was that time. */
function checkRamp(series: MonitorSeries, from: number, to: number): void {
  const [mean = [], max, last = []] = ["mean", "max", "last"].map((name) => column(series, name));
  const times = series.timesMs;
  expect(times.length).toBeLessThanOrEqual(READINGS_KEPT);
  expect(series.facts["endedMs"]).toBe(to);
  expect(max).toEqual(last);
  expect(last.slice(0, -1)).toEqual(times.slice(0, -1));
  expect(last.at(-1)).toBe(to - 1);
  expect(times.at(-1)).toBeGreaterThanOrEqual(to - 1);
  const between = mean.map(
    (value, i) =>
      Number(value) > (times[i - 1] ?? from - 1) && Number(value) <= (times[i] ?? Number.NaN),
  );
  expect(between).not.toContain(false);
}

test("of many short-lived subjects those with most readings are kept, and the rest is counted", () => {
  const timeline = new Timeline();
  const host = new Given("host");
  const durable = new Given("durable");
  for (let t = 0; t < 5; t++) timeline.add(t, [host, durable]);
  for (let t = 5; t < 5 + ENDED_KEPT + 20; t++) timeline.add(t, [host, new Given(`short ${t}`)]);
  const series = timeline.series();
  expect(series.slice(0, 2).map((s) => s.subject)).toEqual(["host", "durable"]);
  expect(series.length).toBeLessThanOrEqual(1 + ENDED_KEPT + 1);
  expect(first(series).unreadable.join()).toContain("20 that ended soon");
});
