import type { RunFile, Slice } from "../../contracts/run-file.ts";
import { estimatePercentile, LatencyHistogram } from "../../stats/index.ts";

type Value = number | undefined;

const PERCENTILES = [0.5, 0.9, 0.95, 0.99] as const;

/** Columns of the time series, unit in the name. */
const HEAD = [
  "start_ms",
  "length_ms",
  "scheduled",
  "sent",
  "ok",
  "failed",
  "dropped",
  "completed",
  "bytes_out",
  "bytes_in",
  "response_mean_ms",
  ...PERCENTILES.map((q) => `response_p${q * 100}_ms`),
  "response_max_ms",
];

/**
 * The run over time: a line a slice, response times of the ok requests. A percentile that the slice has too few samples
 * for is empty, as in every other report.
 */
export function toCsv({ slices }: RunFile): string {
  const lines = slices.map((slice) => rowOf(slice).map(cell).join(","));
  return `${[HEAD.join(","), ...lines].join("\n")}\n`;
}

function rowOf(slice: Slice): Value[] {
  const response = LatencyHistogram.fromData(slice.response);
  const { startMs, lengthMs, scheduled, sent, ok, failed, dropped, completed } = slice;
  return [
    startMs,
    lengthMs,
    scheduled,
    sent,
    ok,
    failed,
    dropped,
    completed,
    slice.bytesOut,
    slice.bytesIn,
    response.mean,
    ...PERCENTILES.map((q) => estimatePercentile(response, q).value),
    response.max,
  ];
}

function cell(value: Value): string {
  if (value === undefined || !Number.isFinite(value)) return "";
  return String(Math.round(value * 1e6) / 1e6);
}
