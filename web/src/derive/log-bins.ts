import type { HistogramData } from "../../../src/contracts/run-file.ts";
import { bucketLowerMs, bucketUpperMs, LatencyHistogram } from "../../../src/stats/index.ts";

/** A bar of a histogram: what lies in [low, high). */
export interface Bar {
  readonly low: number;
  readonly high: number;
  readonly count: number;
}

const DECADE_PARTS = [80, 40, 20, 10, 5];
const MOST_BARS = 48;
/** Below a bucket's lower edge of 0 a logarithm has no place; times start here, ms. */
const FLOOR_MS = 0.001;

/** Width of the bars, in parts of a decade, that shows [low, high] in not too many of them. */
export function decadeParts(low: number, high: number): number {
  const decades = Math.log10(Math.max(high, FLOOR_MS) / Math.max(low, FLOOR_MS));
  return DECADE_PARTS.find((parts) => decades * parts <= MOST_BARS) ?? DECADE_PARTS.at(-1)!;
}

/** The histogram's buckets put into bars of equal width on a logarithmic axis; empty bars included. */
export function logBars(data: HistogramData, parts: number): Bar[] {
  const counts = new Map<number, number>();
  LatencyHistogram.fromData(data).forEachBucket((bucket, count) => {
    const middle = Math.sqrt(Math.max(FLOOR_MS, bucketLowerMs(bucket)) * bucketUpperMs(bucket));
    const bar = Math.floor(Math.log10(middle) * parts);
    counts.set(bar, (counts.get(bar) ?? 0) + count);
  });
  if (counts.size === 0) return [];
  const first = Math.min(...counts.keys());
  const last = Math.max(...counts.keys());
  return Array.from({ length: last - first + 1 }, (_, i) => ({
    low: 10 ** ((first + i) / parts),
    high: 10 ** ((first + i + 1) / parts),
    count: counts.get(first + i) ?? 0,
  }));
}
