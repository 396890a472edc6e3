import { studentQuantile } from "./distributions.ts";
import { wilsonInterval } from "./ranks.ts";

/** Batches a run is cut into to see how correlated its samples are; 20 to 30 is the usual choice for batch means. */
export const BATCHES = 30;

/** Count and sum of one batch; for a proportion the sum is how many of the `n` had the property. */
export interface BatchTotal {
  readonly n: number;
  readonly sum: number;
}

/** A ratio of sums over consecutive batches and how uncertain it is. */
export interface BatchRatio {
  /** Sum over n; NaN when n is 0. */
  readonly ratio: number;
  readonly n: number;
  /** Variance of the ratio, from the differences between batches; NaN with fewer than two. */
  readonly variance: number;
  /** Degrees of freedom of the variance. */
  readonly degrees: number;
}

/** Cuts a list into at most `count` consecutive parts of nearly equal length. */
export function partition<T>(items: readonly T[], count: number = BATCHES): T[][] {
  const parts = Math.min(count, items.length);
  const cut = (part: number): number => Math.round((part * items.length) / parts);
  return Array.from({ length: parts }, (_, part) => items.slice(cut(part), cut(part + 1)));
}

/** The ratio over all batches, with Var = B/(B-1) * sum((sum_b - ratio * n_b)^2) / n^2. Empty batches are left out. */
export function batchRatio(totals: readonly BatchTotal[]): BatchRatio {
  const batches = totals.filter((batch) => batch.n > 0);
  const n = batches.reduce((sum, batch) => sum + batch.n, 0);
  const ratio = batches.reduce((sum, batch) => sum + batch.sum, 0) / n;
  const squares = batches.reduce((sum, batch) => sum + (batch.sum - ratio * batch.n) ** 2, 0);
  const degrees = batches.length - 1;
  const variance = degrees > 0 ? ((batches.length / degrees) * squares) / (n * n) : Number.NaN;
  return { ratio, n, variance, degrees };
}

/**
 * How many independent samples tell as much about a proportion as these n correlated ones: min(n, p(1-p)/Var). All of
 * them when every sample is alike, since then there is nothing to be correlated; 0 when the variance is unknown.
 */
export function effectiveSamples(share: BatchRatio): number {
  const { ratio: p, n, variance } = share;
  if (Number.isNaN(variance)) return 0;
  return variance > 0 ? Math.min(n, (p * (1 - p)) / variance) : n;
}

/** Half a 95 % interval of Student's t, in standard errors. */
export function tFactor(degrees: number): number {
  return degrees > 0 ? studentQuantile(0.975, degrees) : Infinity;
}

/** The 95 % interval of a ratio such as a mean, from its batches; infinite where the variance is unknown. */
export function ratioInterval(share: BatchRatio): readonly [number, number] {
  if (Number.isNaN(share.variance)) return [-Infinity, Infinity];
  const half = tFactor(share.degrees) * Math.sqrt(share.variance);
  return [share.ratio - half, share.ratio + half];
}

/**
 * The 95 % interval of a proportion from correlated samples: Wilson's, with the effective number of samples and
 * Student's t. `effectiveN` lets a caller hold a smaller number against it.
 */
export function proportionInterval(
  share: BatchRatio,
  effectiveN: number = effectiveSamples(share),
): readonly [number, number] {
  return share.degrees > 0
    ? wilsonInterval(share.ratio, effectiveN, tFactor(share.degrees))
    : [0, 1];
}
