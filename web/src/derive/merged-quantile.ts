import type { HistogramData } from "../../../src/contracts/run-file.ts";
import { LatencyHistogram } from "../../../src/stats/index.ts";

/** The q-quantile of several histograms taken together, ms; null when all are empty. */
export function mergedQuantile(histograms: readonly HistogramData[], q: number): number | null {
  const merged = new LatencyHistogram();
  for (const histogram of histograms) merged.addData(histogram);
  return merged.count === 0 ? null : merged.quantile(q);
}
