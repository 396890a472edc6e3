import type {
  HistogramData,
  LatencySummary,
  Measurement,
  RunSummary,
} from "../contracts/run-file.ts";
import { estimatePercentile, LatencyHistogram, LEAST_BEYOND } from "../stats/index.ts";
import type { PercentileEstimate } from "../stats/index.ts";
import { counted, digits, formatMs } from "./text.ts";

type PercentileKey = "p50" | "p90" | "p95" | "p99" | "p99_9";

/** The percentiles of every summary. */
export const PERCENTILES: readonly (readonly [key: PercentileKey, q: number])[] = [
  ["p50", 0.5],
  ["p90", 0.9],
  ["p95", 0.95],
  ["p99", 0.99],
  ["p99_9", 0.999],
];

/**
 * The summaries of every clock and phase. Only response times come with intervals: of the others no slices are kept that
 * would show their correlation.
 */
export function summariseLatencies(measurement: Measurement): RunSummary["latencyMs"] {
  const { histograms, slices } = measurement;
  const { response, service, lateness, failed, phases } = histograms;
  const rate = measurement.requests.ok / Math.max(measurement.measuredMs / 1000, 0.001);
  return {
    response: summarise(
      response,
      slices.map((slice) => slice.response),
      rate,
    ),
    service: summarise(service),
    lateness: summarise(lateness),
    failed: summarise(failed),
    phases: Object.fromEntries(
      Object.entries(phases).map(([phase, data]) => [phase, summarise(data)]),
    ),
  };
}

/**
 * Summary of one clock in ms, each percentile behind the print gate.
 * @param slices the same samples by time, for intervals
 * @param rate samples a second, to say how much longer a run would have to be; 0 when unknown
 */
export function summarise(
  data: HistogramData,
  slices: readonly HistogramData[] = [],
  rate: number = 0,
): LatencySummary {
  const total = LatencyHistogram.fromData(data);
  if (total.count === 0) return { n: 0, ci: {}, notes: [] };
  const parts = slices.map((slice) => LatencyHistogram.fromData(slice));
  const values: Partial<Record<PercentileKey, number>> = {};
  const ci: Record<string, readonly [number, number]> = {};
  const effectiveN: Record<string, number> = {};
  const notes: string[] = [];
  for (const [key, q] of PERCENTILES) {
    const estimate = estimatePercentile(total, q, parts);
    if (estimate.value !== undefined) values[key] = estimate.value;
    if (estimate.interval !== undefined) ci[key] = estimate.interval;
    if (estimate.effectiveN !== undefined) effectiveN[key] = Math.round(estimate.effectiveN);
    const note = explain(label(key), q, estimate, total.count, rate);
    if (note !== undefined) notes.push(note);
  }
  return {
    n: total.count,
    mean: total.mean,
    min: total.min,
    max: total.max,
    ...values,
    ci,
    ...(parts.length > 0 ? { effectiveN } : {}),
    notes,
  };
}

/** `p99_9` as people write it: `p99.9`. */
function label(key: PercentileKey): string {
  return key.replace("_", ".");
}

function explain(
  name: string,
  q: number,
  { grade, needed, atLeast, effectiveN }: PercentileEstimate,
  n: number,
  rate: number,
): string | undefined {
  if (grade === "refused") {
    const missing = needed - n;
    const longer =
      rate > 0 ? `, ${counted(Math.ceil(missing / rate), "second")} more at this rate` : "";
    return (
      `${name} not shown: ${counted(n, "sample")} leave ${digits(n * (1 - q))} beyond it and ${LEAST_BEYOND} are needed ` +
      `(${counted(missing, "more sample")}${longer}); it is at least ${formatMs(atLeast!)}.`
    );
  }
  if (effectiveN === undefined || grade === "solid") return undefined;
  const worth = `${counted(n, "sample")} are correlated and worth ${counted(Math.round(effectiveN), "independent one")}`;
  if (grade === "indicative") return `The interval of ${name} is indicative: ${worth}.`;
  return `${name} comes without an interval: ${worth}.`;
}
