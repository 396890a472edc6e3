/** One observation; `weight` counts in the least-squares fit only. */
export interface Point {
  readonly x: number;
  readonly y: number;
  readonly weight?: number;
}

/** y = intercept + slope * x. */
export interface Line {
  readonly intercept: number;
  readonly slope: number;
}

/**
 * The least-squares line with intercept and its R², the share of the (weighted) variance of y it explains, 0..1.
 * Undefined with fewer than two different x. R² is 1 when y does not vary.
 */
export function leastSquares(
  points: readonly Point[],
): (Line & { readonly r2: number }) | undefined {
  const weight = total(points, () => 1);
  const meanX = total(points, (point) => point.x) / weight;
  const meanY = total(points, (point) => point.y) / weight;
  const xx = total(points, (point) => (point.x - meanX) ** 2);
  const xy = total(points, (point) => (point.x - meanX) * (point.y - meanY));
  const yy = total(points, (point) => (point.y - meanY) ** 2);
  if (!(xx > 0)) return undefined;
  const slope = xy / xx;
  return { slope, intercept: meanY - slope * meanX, r2: yy > 0 ? (xy * xy) / (xx * yy) : 1 };
}

/** More points than this are thinned out evenly by x: the number of pairs grows with the square. */
export const MOST_THEIL_SEN_POINTS = 500;

/**
 * The Theil–Sen line: the median of the slopes between all pairs, and the median of y - slope * x (Sen, JASA 63, 1968).
 * Up to 29 % of the points may be arbitrarily wrong. Undefined with fewer than two different x.
 */
export function theilSen(points: readonly Point[]): Line | undefined {
  const used = thin(points);
  const slopes: number[] = [];
  used.forEach((a, i) => {
    for (let j = i + 1; j < used.length; j++) {
      const b = used[j]!;
      if (b.x !== a.x) slopes.push((b.y - a.y) / (b.x - a.x));
    }
  });
  if (slopes.length === 0) return undefined;
  const slope = median(slopes);
  return { slope, intercept: median(points.map((point) => point.y - slope * point.x)) };
}

/** The middle value, or the mean of the two in the middle; NaN when empty. */
export function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >>> 1;
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2;
}

function thin(points: readonly Point[]): readonly Point[] {
  if (points.length <= MOST_THEIL_SEN_POINTS) return points;
  const sorted = points.toSorted((a, b) => a.x - b.x);
  const step = (sorted.length - 1) / (MOST_THEIL_SEN_POINTS - 1);
  return Array.from({ length: MOST_THEIL_SEN_POINTS }, (_, i) => sorted[Math.round(i * step)]!);
}

function total(points: readonly Point[], value: (point: Point) => number): number {
  return points.reduce((sum, point) => sum + (point.weight ?? 1) * value(point), 0);
}
