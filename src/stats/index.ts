export {
  BATCHES,
  batchRatio,
  effectiveSamples,
  partition,
  proportionInterval,
  ratioInterval,
  tFactor,
} from "./batches.ts";
export type { BatchRatio, BatchTotal } from "./batches.ts";
export {
  bucketLowerMs,
  bucketOf,
  BUCKETS,
  bucketUpperMs,
  LONGEST_MS,
  PRECISION,
} from "./buckets.ts";
export {
  binomialCdf,
  binomialInverse,
  normalQuantile,
  studentCdf,
  studentQuantile,
} from "./distributions.ts";
export { requestsNeeded } from "./early-stopping.ts";
export { leastSquares, median, theilSen } from "./fit.ts";
export type { Line, Point } from "./fit.ts";
export { LatencyHistogram } from "./histogram.ts";
export { estimatePercentile, LEAST_BATCHES, LEAST_BEYOND, tailShare } from "./percentile.ts";
export type { PercentileEstimate } from "./percentile.ts";
export { hashSequence, seedFor, Sfc32 } from "./random.ts";
export { correctedRanks, independentRanks, rankOf, wilsonInterval } from "./ranks.ts";
export type { RankInterval } from "./ranks.ts";
