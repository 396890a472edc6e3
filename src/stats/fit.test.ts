import { expect, test } from "vitest";
import { leastSquares, median, MOST_THEIL_SEN_POINTS, theilSen } from "./fit.ts";
import { Sfc32 } from "./random.ts";

const line = Array.from({ length: 40 }, (_, x) => ({ x, y: 12 + 3.5 * x }));

test("both fits find an exact line", () => {
  expect(leastSquares(line)).toEqual({ intercept: 12, slope: 3.5, r2: 1 });
  expect(theilSen(line)).toEqual({ intercept: 12, slope: 3.5 });
});

test("least squares follows its normal equations on a worked example", () => {
  const points = [1, 2, 3, 4].map((x, i) => ({ x, y: [6, 5, 7, 10][i]! }));
  const fit = leastSquares(points)!;
  expect(fit.slope).toBeCloseTo(1.4, 12);
  expect(fit.intercept).toBeCloseTo(3.5, 12);
  expect(fit.r2).toBeCloseTo(0.7, 12);
});

test("a weight of two counts as the point given twice", () => {
  const points = [
    { x: 0, y: 1 },
    { x: 1, y: 4 },
    { x: 2, y: 5 },
  ];
  const weighted = leastSquares([points[0]!, points[1]!, { ...points[2]!, weight: 2 }])!;
  const doubled = leastSquares([...points, points[2]!])!;
  expect(weighted.slope).toBeCloseTo(doubled.slope, 12);
  expect(weighted.intercept).toBeCloseTo(doubled.intercept, 12);
});

test("a fifth of wild points does not move Theil–Sen and does move least squares", () => {
  const spoilt = line.map(({ x, y }) => ({ x, y: x % 5 === 4 ? 1000 : y }));
  const robust = theilSen(spoilt)!;
  expect(robust.slope).toBeCloseTo(3.5, 1);
  expect(Math.abs(leastSquares(spoilt)!.intercept - 12)).toBeGreaterThan(50);
});

test("thousands of points are thinned out without losing the line", () => {
  const rng = new Sfc32(5);
  const many = Array.from({ length: 10 * MOST_THEIL_SEN_POINTS }, () => {
    const x = rng.float() * 100;
    return { x, y: 20 + 2 * x + (rng.float() - 0.5) * 10 };
  });
  const fit = theilSen(many)!;
  expect(fit.slope).toBeGreaterThan(1.97);
  expect(fit.slope).toBeLessThan(2.03);
  expect(fit.intercept).toBeGreaterThan(19);
  expect(fit.intercept).toBeLessThan(21);
});

test("without two different x there is no line", () => {
  for (const points of [[], [{ x: 1, y: 2 }], [1, 2].map((y) => ({ x: 3, y }))]) {
    expect(leastSquares(points)).toBeUndefined();
    expect(theilSen(points)).toBeUndefined();
  }
});

test("the median of an even count is the mean of the middle two", () => {
  expect(median([4, 1, 3, 2])).toBe(2.5);
  expect(median([9, -1, 3])).toBe(3);
  expect(median([])).toBeNaN();
});
