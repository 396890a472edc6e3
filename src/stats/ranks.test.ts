import { expect, test } from "vitest";
import { requestsNeeded } from "./early-stopping.ts";
import { correctedRanks, independentRanks, rankOf, wilsonInterval } from "./ranks.ts";

test.each([
  [0.5, 1, 1],
  [0.5, 10, 5],
  [0.99, 100, 99],
  [0.99, 101, 100],
  [0.07, 100, 7],
  [0, 10, 1],
  [1, 10, 10],
  [0.5, 0, 0],
])("the %f quantile of %i has rank %i", (q, n, rank) => {
  expect(rankOf(q, n)).toBe(rank);
});

test.each([
  [0.99, 368],
  [0.999, 3688],
])("an interval of the %f quantile exists from n = %i on", (q, least) => {
  expect(independentRanks(least, q).upper).toBeLessThanOrEqual(least);
  expect(independentRanks(least - 1, q).upper).toBeGreaterThan(least - 1);
});

test("the interval of the median of 100 is the one of the tables", () => {
  expect(independentRanks(100, 0.5)).toEqual({ lower: 40, upper: 61 });
});

test("Wilson's interval agrees with its published example and closes up with n", () => {
  const [low, high] = wilsonInterval(15 / 148, 148, 1.959964); // Newcombe 1998, table I
  expect(low).toBeCloseTo(0.0624, 4);
  expect(high).toBeCloseTo(0.1605, 4);
  expect(wilsonInterval(0.3, 0, 2)).toEqual([0, 1]);
  const [narrowLow, narrowHigh] = wilsonInterval(0.3, 1e8, 2);
  expect(narrowHigh - narrowLow).toBeLessThan(2e-4);
});

test("with all samples effective, corrected ranks are those of independent samples to within two", () => {
  const corrected = correctedRanks(20_000, 0.99, 20_000, 1.959964);
  const independent = independentRanks(20_000, 0.99);
  // Wilson's centre is pulled towards 1/2 by z²/2n, two ranks here
  expect(Math.abs(corrected.lower - independent.lower)).toBeLessThanOrEqual(3);
  expect(Math.abs(corrected.upper - independent.upper)).toBeLessThanOrEqual(3);
});

test.each([
  [0, 459],
  [1, 662],
  [2, 838],
  [5, 1307],
  [10, 2010],
  [100, 12571],
])("with %i over a p99 limit, %i requests are needed", (over, needed) => {
  expect(requestsNeeded(over, 0.99)).toBe(needed);
});
