import { expect, test } from "vitest";
import { batchRatio, effectiveSamples, partition, proportionInterval } from "./batches.ts";
import { LatencyHistogram } from "./histogram.ts";
import { estimatePercentile } from "./percentile.ts";
import { Sfc32 } from "./random.ts";
import { independentRanks } from "./ranks.ts";

/** Response times of an M/M/1 queue in virtual time, cut into slices of equal length, after a start from the steady state. */
function simulate(seed: number, utilisation: number, n: number, slices: number) {
  const rng = new Sfc32(seed);
  const exponential = (mean: number): number => -mean * Math.log(1 - rng.float());
  const parts = Array.from({ length: slices }, () => new LatencyHistogram());
  const lengthMs = n / utilisation / slices;
  // in the steady state the waiting time is 0, or exponential with probability `utilisation`
  let wait = rng.float() < utilisation ? exponential(1 / (1 - utilisation)) : 0;
  let now = exponential(1 / utilisation);
  while (now < lengthMs * slices) {
    const response = wait + exponential(1);
    parts[Math.floor(now / lengthMs)]!.record(response);
    const gap = exponential(1 / utilisation);
    now += gap;
    wait = Math.max(0, response - gap);
  }
  const total = new LatencyHistogram();
  for (const part of parts) total.merge(part);
  return { total, parts };
}

/** Response times of an M/M/1 queue are exponential with rate 1 - utilisation, service rate 1. */
const truth = (q: number, utilisation: number): number => -Math.log(1 - q) / (1 - utilisation);

interface Coverage {
  /** Share of runs whose corrected interval was given, and of those that held the truth. */
  readonly given: number;
  readonly corrected: number;
  /** Share of runs in which the interval for independent samples held the truth. */
  readonly independent: number;
}

function coverage(rho: number, n: number, q: number, runs: number): Coverage {
  let given = 0;
  let corrected = 0;
  let independent = 0;
  const holds = ([low, high]: readonly [number, number]): boolean =>
    low <= truth(q, rho) && truth(q, rho) <= high;
  for (let seed = 1; seed <= runs; seed++) {
    const { total, parts } = simulate(seed, rho, n, 60);
    const { interval } = estimatePercentile(total, q, parts);
    if (interval !== undefined) given++;
    if (interval !== undefined && holds(interval)) corrected++;
    const ranks = independentRanks(total.count, q);
    if (holds([total.lowerEdge(ranks.lower), total.upperEdge(ranks.upper)])) independent++;
  }
  return { given: given / runs, corrected: corrected / given, independent: independent / runs };
}

test.each([
  [0.5, 30_000, 0.99],
  [0.8, 200_000, 0.99],
  [0.8, 30_000, 0.5],
])(
  "an M/M/1 queue at %f, %i requests: the interval of the %f quantile keeps its promise",
  (rho, n, q) => {
    const { given, corrected } = coverage(rho, n, q, 80);
    expect(given).toBeGreaterThan(0.9);
    // 80 runs at 90 % leave a standard error of 3.4 %
    expect(corrected).toBeGreaterThan(0.86);
  },
);

test("near saturation the interval for independent samples covers less than half", () => {
  expect(coverage(0.8, 30_000, 0.99, 80).independent).toBeLessThan(0.4);
});

test("a percentile is refused below ten samples beyond it, and given as a bare value from there", () => {
  const { total: short, parts } = simulate(3, 0.3, 900, 60);
  const refused = estimatePercentile(short, 0.99, parts);
  expect(refused).toMatchObject({ grade: "refused", needed: 1000 });
  expect(refused.value).toBeUndefined();
  expect(refused.atLeast).toBeLessThan(short.max);
  expect(refused.atLeast).toBeGreaterThan(short.quantile(0.9));
  const { total } = simulate(3, 0.3, 1300, 60);
  expect(total.count).toBeGreaterThan(1000);
  const bare = estimatePercentile(total, 0.99);
  expect(bare).toEqual({ grade: "value", value: total.quantile(0.99), needed: 1000 });
  expect(estimatePercentile(new LatencyHistogram(), 0.5)).toEqual({ grade: "refused", needed: 20 });
});

test("the grade rises with the effective samples beyond the percentile", () => {
  const grades = [1500, 2500, 30_000].map((n) => {
    const { total, parts } = simulate(11, 0.05, n, 60);
    const { grade, effectiveN } = estimatePercentile(total, 0.99, parts);
    expect(effectiveN).toBeLessThanOrEqual(total.count);
    return grade;
  });
  expect(grades).toEqual(["indicative", "indicative", "solid"]);
});

test("with fewer than ten slices the correlation is unknown and no interval is given", () => {
  const { total, parts } = simulate(1, 0.3, 20_000, 9);
  expect(estimatePercentile(total, 0.5, parts)).toMatchObject({ grade: "value" });
});

test("times that are all alike have as many effective samples as samples", () => {
  const slices = Array.from({ length: 30 }, () => new LatencyHistogram());
  const total = new LatencyHistogram();
  for (const slice of slices) for (let i = 0; i < 100; i++) slice.record(25);
  for (const slice of slices) total.merge(slice);
  expect(estimatePercentile(total, 0.99, slices)).toMatchObject({
    grade: "solid",
    value: 25,
    interval: [25, 25],
    effectiveN: 3000,
  });
});

test("samples that come in identical runs count once a run", () => {
  // ten batches wholly over, ten wholly under: twenty observations, whatever the number of samples
  const share = batchRatio(
    Array.from({ length: 20 }, (_, i) => ({ n: 500, sum: i % 2 === 0 ? 500 : 0 })),
  );
  expect(share).toMatchObject({ ratio: 0.5, n: 10_000, degrees: 19 });
  expect(effectiveSamples(share)).toBeCloseTo(19, 6);
  const [low, high] = proportionInterval(share);
  expect(low).toBeGreaterThan(0.25);
  expect(high).toBeLessThan(0.75);
  expect(high - low).toBeGreaterThan(0.35);
});

test("a list is cut into consecutive parts of nearly equal length", () => {
  const items = Array.from({ length: 47 }, (_, i) => i);
  const parts = partition(items);
  expect(parts).toHaveLength(30);
  expect(parts.flat()).toEqual(items);
  expect(new Set(parts.map((part) => part.length))).toEqual(new Set([1, 2]));
  expect(partition([1, 2])).toEqual([[1], [2]]);
  expect(partition([])).toEqual([]);
});
