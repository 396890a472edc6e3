import { binomialCdf } from "./distributions.ts";

/** Chance of passing a service that is exactly at the limit. */
export const EARLY_STOPPING_ERROR = 0.01;

/**
 * The least number of independent requests of which `over` may exceed a latency limit while the q-quantile is still below
 * it with 99 % confidence: the smallest n with BinomCDF(over; n, 1 - q) <= 0.01 (MLPerf LoadGen, mlcommons/inference,
 * loadgen/early_stopping.cc).
 */
export function requestsNeeded(over: number, q: number): number {
  const enough = (n: number): boolean => binomialCdf(over, n, 1 - q) <= EARLY_STOPPING_ERROR;
  let low = over;
  let high = Math.max(1, over + 1);
  while (!enough(high)) {
    low = high;
    high *= 2;
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (enough(middle)) high = middle;
    else low = middle;
  }
  return high;
}
