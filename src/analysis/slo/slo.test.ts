import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Slo } from "../../contracts/plan.ts";
import type { Measurement, SloResult } from "../../contracts/run-file.ts";
import { LatencyHistogram } from "../../stats/index.ts";
import { measurement, type MeasurementScenario, p } from "../../../test/fixtures/measurement.ts";
import { evaluateSlos } from "./index.ts";

function result(slo: Slo, scenario: MeasurementScenario = {}): SloResult {
  return evaluateSlos(measurement({ ...scenario, slo: [slo] }))[0]!;
}

function simple(kind: "mean" | "max" | "min" | "errors" | "dropped" | "rate") {
  return (comparison: Slo["comparison"], limit: number): Slo => ({
    expression: `${kind}${comparison}${limit}`,
    metric: { kind },
    comparison,
    limit,
  });
}

/** A run of nothing but these response times, in 30 slices; failures beside them. */
function runOf(times: readonly number[], slo: readonly Slo[], failed = 0): Measurement {
  const base = measurement({ rate: 0.0001, slo });
  const filled = (values: readonly number[]): LatencyHistogram => {
    const histogram = new LatencyHistogram();
    for (const value of values) histogram.record(value);
    return histogram;
  };
  const slices = base.slices.map((slice, i) => {
    const own = times.filter((_, at) => at % base.slices.length === i);
    const bad = i === 0 ? failed : 0;
    const sent = own.length + bad;
    const counts = { scheduled: sent, sent, ok: own.length, failed: bad };
    return Object.assign({}, slice, counts, { response: filled(own).toData() });
  });
  const sent = times.length + failed;
  const over = (limit: number): number => times.filter((time) => time > limit).length + failed;
  return {
    ...base,
    slices,
    requests: { ...base.requests, scheduled: sent, sent, ok: times.length, failed },
    histograms: { ...base.histograms, response: filled(times).toData() },
    overLimit: slo.map(({ limit }) => [limit, over(limit)]),
  };
}

test("a percentile passes exactly when the nearest-rank percentile of all requests is within the limit", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 1, maxLength: 80 }),
      fc.nat({ max: 5 }),
      fc.integer({ min: 1, max: 60 }),
      fc.constantFrom(50, 90, 99),
      (times, failed, limit, percent) => {
        const [judged] = evaluateSlos(runOf(times, [p(percent, limit, "<=")], failed));
        const all = [...times, ...Array.from({ length: failed }, () => Infinity)];
        const rank = Math.ceil((percent * all.length) / 100);
        const exact = all.toSorted((a, b) => a - b)[rank - 1]!;
        expect(judged!.pass).toBe(exact <= limit);
        const few = all.length * (100 - percent) < 1000;
        if (exact === Infinity || few) expect(judged!.value).toBeNull();
        else expect(Math.abs(judged!.value! - exact)).toBeLessThanOrEqual(exact / 128);
        if (judged!.value !== null) expect(judged!.value <= limit).toBe(judged!.pass);
      },
    ),
  );
});

test("exact counters decide where a bucket straddles the limit, and the value shown agrees", () => {
  // one bucket holds 200 to 201.5 ms
  const times = Array.from({ length: 2000 }, (_, i) => (i % 2 === 0 ? 200.2 : 201.2));
  const [below, above] = evaluateSlos(runOf(times, [p(50, 200.5), p(99, 200.5)]));
  expect(below).toMatchObject({ pass: true });
  expect(below!.value).toBeLessThanOrEqual(200.5);
  expect(above).toMatchObject({ pass: false });
  expect(above!.value).toBeGreaterThan(200.5);
});

test("a percentile with fewer than ten requests beyond it is decided but not shown", () => {
  const slow = result(p(99, 30), { seconds: 10, rate: 40, serviceMs: 50 });
  expect(slow).toMatchObject({ value: null, pass: false, decisive: true });
  expect(slow.note).toMatch(
    /^\d+(\.\d+)? % of \d+ requests are over 30 ms; too few requests to show/,
  );
});

test("failures and drops count as infinitely slow and are named", () => {
  const failing = result(p(99, 10_000), { errors: 0.05 });
  expect(failing).toMatchObject({ value: null, pass: false, decisive: true });
  expect(failing.note).toMatch(/^\d+ failed: each counts as infinitely slow$/);
  expect(result(p(90, 10_000), { errors: 0.05 })).toMatchObject({ pass: true });
  const dropping = result(p(99, 10_000), { servers: 1, serviceMs: 50, maxInFlight: 5 });
  expect(dropping).toMatchObject({ value: null, pass: false });
  expect(dropping.note).toContain("dropped");
});

test("a clear pass and a clear failure are decisive, a limit at the percentile is not", () => {
  const scenario = { servers: 4, serviceMs: 20, rate: 60, seconds: 60 };
  expect(result(p(99, 1000), scenario)).toMatchObject({ pass: true, decisive: true });
  expect(result(p(99, 30), scenario)).toMatchObject({ pass: false, decisive: true });
  const close = result(p(99, 75), scenario);
  expect(close.decisive).toBe(false);
  expect(close.note).toContain("likely between");
});

test("a pass with too few requests says how many more would settle it", () => {
  const scenario = { seconds: 10, rate: 20, servers: 8 };
  const { requests } = measurement(scenario);
  const few = result(p(99, 1000), scenario);
  expect(few).toMatchObject({ pass: true, decisive: false });
  // none over the limit: 459 are needed in all
  expect(few.note).toContain(`about ${459 - requests.sent} more requests would settle it`);
});

test("near saturation decisive verdicts are right and the doubtful ones are marked", () => {
  const load = { servers: 1, serviceMs: 20, rate: 40 };
  const long = measurement({ ...load, seed: 99, seconds: 3000 });
  const truth = LatencyHistogram.fromData(long.histograms.response).quantile(0.95);
  const verdicts = Array.from({ length: 60 }, (_, seed) => {
    const bound = seed % 2 === 0 ? 1.5 : 0.67;
    const judged = result(p(95, truth * bound), { ...load, seed, seconds: 120 });
    return { decisive: judged.decisive, right: judged.pass === bound > 1 };
  });
  const decisive = verdicts.filter((verdict) => verdict.decisive);
  expect(decisive.length).toBeGreaterThan(30);
  expect(decisive.length).toBeLessThan(60);
  expect(decisive.filter((verdict) => verdict.right).length / decisive.length).toBeGreaterThan(
    0.95,
  );
});

test("without an exact counter the histogram decides, and the note says so", () => {
  const run = measurement({ slo: [p(99, 1000)] });
  const [judged] = evaluateSlos({ ...run, overLimit: [] });
  expect(judged).toMatchObject({ pass: true });
  expect(judged!.note).toContain("resolution of the histogram");
});

test("a lower bound on a percentile passes when the percentile is above it", () => {
  expect(result(p(50, 1, ">"))).toMatchObject({ pass: true, decisive: true });
  expect(result(p(50, 5000, ">"))).toMatchObject({ pass: false, decisive: true });
});

test("mean and maximum become infinite with the first failure, the minimum does not", () => {
  const good = measurement();
  const mean = LatencyHistogram.fromData(good.histograms.response).mean;
  expect(result(simple("mean")("<", 100))).toMatchObject({
    value: mean,
    pass: true,
    decisive: true,
  });
  expect(result(simple("mean")("<", mean * 1.01)).decisive).toBe(false);
  for (const kind of ["mean", "max"] as const) {
    const failing = result(simple(kind)("<", 60_000), { errors: 0.01 });
    expect(failing).toMatchObject({ value: null, pass: false, decisive: true });
    expect(failing.note).toContain("infinitely slow");
  }
  expect(result(simple("min")("<", 100), { errors: 0.01 })).toMatchObject({ pass: true });
});

test("an extreme once seen is decisive; that none was seen is not", () => {
  expect(result(simple("max")("<", 1))).toMatchObject({ pass: false, decisive: true });
  const unseen = result(simple("max")("<", 60_000));
  expect(unseen).toMatchObject({ pass: true, decisive: false });
  expect(unseen.note).toContain("bounds no other run");
  expect(result(simple("min")("<", 60_000))).toMatchObject({ pass: true, decisive: true });
  expect(result(simple("min")(">", 60_000))).toMatchObject({ pass: false, decisive: true });
});

test("errors are a share of the sent, drops of the scheduled", () => {
  const scenario = { errors: 0.1 };
  const { requests } = measurement(scenario);
  const errors = result(simple("errors")("<", 0.01), scenario);
  expect(errors).toMatchObject({ pass: false, decisive: true, unit: "share" });
  expect(errors.value).toBeCloseTo(requests.failed / requests.sent, 12);
  const capped = { servers: 1, serviceMs: 50, rate: 40, maxInFlight: 3 };
  const { dropped, scheduled } = measurement(capped).requests;
  expect(result(simple("dropped")("<", 0.01), capped).value).toBeCloseTo(dropped / scheduled, 12);
  const none = result(simple("errors")("<=", 0.001), { seconds: 5, rate: 20 });
  expect(none).toMatchObject({ value: 0, pass: true, decisive: false });
  expect(none.note).toContain("likely between 0 %");
});

test("the rate is good answers a second", () => {
  const { okInWindow, measuredMs } = measurement();
  const rate = result(simple("rate")(">", 10));
  expect(rate).toMatchObject({ pass: true, decisive: true, unit: "per-second" });
  expect(rate.value).toBeCloseTo((1000 * okInWindow!) / measuredMs, 9);
  expect(result(simple("rate")(">=", rate.value! * 1.001))).toMatchObject({
    pass: false,
    decisive: false,
  });
});

test("without a request no SLO passes and none is decisive", () => {
  const slo = [
    p(99, 300),
    p(1, 1, ">"),
    simple("mean")("<", 1),
    simple("max")("<", 1),
    simple("errors")("<", 1),
    simple("dropped")("<", 1),
  ];
  for (const judged of evaluateSlos(measurement({ rate: 0.0001, slo }))) {
    expect(judged).toMatchObject({ value: null, pass: false, decisive: false });
    expect(judged.note).toContain("no request was measured");
  }
});
