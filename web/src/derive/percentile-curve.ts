import type { HistogramData } from "../../../src/contracts/run-file.ts";
import { LatencyHistogram, LEAST_BEYOND } from "../../../src/stats/index.ts";

/** A point of the curve: `nines` is -log10(1 - q), so that 1 is p90, 2 is p99. */
export interface CurvePoint {
  readonly nines: number;
  readonly ms: number;
}

const POINTS = 160;

/** Latency by percentile, up to the last one the samples can carry; empty when they carry none. */
export function percentileCurve(data: HistogramData): CurvePoint[] {
  const histogram = LatencyHistogram.fromData(data);
  const end = Math.log10(histogram.count / LEAST_BEYOND);
  if (!(end > 0)) return [];
  return Array.from({ length: POINTS + 1 }, (_, i) => {
    const nines = (end * i) / POINTS;
    return { nines, ms: histogram.quantile(1 - 10 ** -nines) };
  });
}
