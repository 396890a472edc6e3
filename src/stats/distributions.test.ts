import { expect, test } from "vitest";
import {
  binomialCdf,
  binomialInverse,
  normalQuantile,
  studentCdf,
  studentQuantile,
} from "./distributions.ts";

/** P(K <= k) by adding the terms one by one. */
function summedCdf(k: number, n: number, p: number): number {
  let term = (1 - p) ** n;
  let sum = term;
  for (let i = 1; i <= k; i++) sum += term *= ((n - i + 1) / i) * (p / (1 - p));
  return sum;
}

test.each([
  [0, 459, 0.01],
  [5, 1307, 0.01],
  [3, 10, 0.5],
  [10, 10, 0.3],
  [45, 60, 0.7],
])("binomial P(K <= %i) for n = %i, p = %f equals the sum of its terms", (k, n, p) => {
  expect(binomialCdf(k, n, p)).toBeCloseTo(summedCdf(k, n, p), 10);
});

test("the binomial is 0 below its range and 1 from n on", () => {
  expect(binomialCdf(-1, 5, 0.2)).toBe(0);
  expect(binomialCdf(5, 5, 0.2)).toBe(1);
});

test("a million trials stay accurate: the median is the mean, one standard deviation is 84 %", () => {
  const n = 1_000_000;
  expect(binomialInverse(0.5, n, 0.99)).toBe(990_000);
  const deviation = Math.sqrt(n * 0.99 * 0.01);
  expect(binomialCdf(990_000 + deviation, n, 0.99)).toBeCloseTo(0.8413, 2);
});

test("the inverse is the smallest k that reaches the probability", () => {
  for (const [probability, n, q] of [
    [0.025, 368, 0.99],
    [0.975, 368, 0.99],
    [0.5, 7, 0.3],
  ] as const) {
    const k = binomialInverse(probability, n, q);
    expect(binomialCdf(k, n, q)).toBeGreaterThanOrEqual(probability);
    expect(binomialCdf(k - 1, n, q)).toBeLessThan(probability);
  }
});

test.each([
  [0.975, 1, 12.706204736],
  [0.975, 9, 2.262157163],
  [0.975, 19, 2.093024054],
  [0.975, 29, 2.045229642],
  [0.95, 5, 2.015048373],
  [0.025, 29, -2.045229642],
])("Student's t quantile %f with %i degrees of freedom is %f", (p, degrees, value) => {
  expect(studentQuantile(p, degrees)).toBeCloseTo(value, 8);
  expect(studentCdf(value, degrees)).toBeCloseTo(p, 9);
});

test.each([
  [0.975, 1.959963984540054],
  [0.95, 1.6448536269514722],
  [0.999, 3.090232306167813],
  [0.5, 0],
  [0.01, -2.3263478740408408],
  [1e-9, -5.997807015007686],
])("the normal quantile of %f is %f", (p, value) => {
  expect(normalQuantile(p)).toBeCloseTo(value, 7);
});
