export {
  batchRatio,
  effectiveSamples,
  partition,
  proportionInterval,
  ratioInterval,
  tFactor,
} from "./batches.ts";
export type { BatchRatio } from "./batches.ts";
export { bucketLowerMs, bucketUpperMs } from "./buckets.ts";
export { binomialInverse } from "./distributions.ts";
export { requestsNeeded } from "./early-stopping.ts";
export { leastSquares, theilSen } from "./fit.ts";
export type { Line, Point } from "./fit.ts";
export { LatencyHistogram } from "./histogram.ts";
export { estimatePercentile, LEAST_BEYOND, tailShare } from "./percentile.ts";
export type { PercentileEstimate } from "./percentile.ts";
export { Sfc32 } from "./random.ts";
export { rankOf } from "./ranks.ts";
