import { BATCHES, batchRatio, effectiveSamples, partition, tFactor } from "./batches.ts";
import type { BatchRatio } from "./batches.ts";
import type { LatencyHistogram } from "./histogram.ts";
import { correctedRanks, independentRanks, rankOf } from "./ranks.ts";

/** Samples that must lie beyond a percentile before it is printed. */
export const LEAST_BEYOND = 10;
/** Effective samples beyond a percentile from which its interval is given, first as an indication. */
export const LEAST_EFFECTIVE_BEYOND = 10;
export const SOLID_EFFECTIVE_BEYOND = 25;
/** With fewer batches the variance between them is too rough for an interval to be printed. */
export const LEAST_BATCHES = 10;

/**
 * One percentile and what its samples can carry.
 * - `refused`: too few samples; `atLeast` is all that can be said.
 * - `value`: the value, without an interval.
 * - `indicative`, `solid`: with an interval, which covers the truth in about 90 % of runs when solid.
 */
export interface PercentileEstimate {
  readonly grade: "refused" | "value" | "indicative" | "solid";
  /** ms; undefined when refused. */
  readonly value?: number;
  /** ms, lower and upper edge of the buckets that bound it. */
  readonly interval?: readonly [low: number, high: number];
  /** Independent samples worth as much; undefined where no batches tell. */
  readonly effectiveN?: number;
  /** ms; a lower bound at 97.5 % from independent samples; undefined when there is no sample. */
  readonly atLeast?: number;
  /** Samples needed before the value is printed. */
  readonly needed: number;
}

/**
 * Estimates the q-quantile of `total`. `slices` are the same samples by time, in order; without them, or with fewer than
 * `LEAST_BATCHES`, the correlation of the samples is unknown and no interval is given.
 */
export function estimatePercentile(
  total: LatencyHistogram,
  q: number,
  slices: readonly LatencyHistogram[] = [],
): PercentileEstimate {
  const n = total.count;
  const needed = Math.ceil(LEAST_BEYOND / (1 - q) - 1e-6);
  if (n === 0) return { grade: "refused", needed };
  const ranks = independentRanks(n, q);
  if (n < needed || ranks.upper > n) {
    return { grade: "refused", needed, atLeast: total.lowerEdge(ranks.lower) };
  }
  const value = total.quantile(q);
  const tail = tailShare(total, q, slices);
  if (tail.degrees + 1 < LEAST_BATCHES) return { grade: "value", value, needed };
  const effectiveN = effectiveSamples(tail);
  const beyond = effectiveN * (1 - q);
  if (beyond < LEAST_EFFECTIVE_BEYOND) return { grade: "value", value, effectiveN, needed };
  const { lower, upper } = correctedRanks(n, q, effectiveN, tFactor(tail.degrees));
  return {
    grade: beyond < SOLID_EFFECTIVE_BEYOND ? "indicative" : "solid",
    value,
    interval: [total.lowerEdge(lower), total.upperEdge(Math.min(upper, n))],
    effectiveN,
    needed,
  };
}

/**
 * The share of samples beyond the q-quantile, by batches. The limit is a bucket's edge, the one of the quantile's
 * bucket whose tail comes nearer to 1 - q.
 */
export function tailShare(
  total: LatencyHistogram,
  q: number,
  slices: readonly LatencyHistogram[],
): BatchRatio {
  const first = firstBucketBeyond(total, q);
  return batchRatio(
    partition(slices, BATCHES).map((batch) => ({
      n: batch.reduce((sum, slice) => sum + slice.count, 0),
      sum: batch.reduce((sum, slice) => sum + slice.countFromBucket(first), 0),
    })),
  );
}

function firstBucketBeyond(total: LatencyHistogram, q: number): number {
  const bucket = total.bucketAtRank(rankOf(q, total.count));
  const wanted = total.count * (1 - q);
  const without = total.countFromBucket(bucket + 1);
  const within = total.countFromBucket(bucket);
  const nearer = within - wanted < wanted - without || without === 0;
  return nearer && within < total.count ? bucket : bucket + 1;
}
