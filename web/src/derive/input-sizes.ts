import type { PayloadInfo } from "../../../src/contracts/payload.ts";
import type { InputRecord } from "../../../src/contracts/run-file.ts";
import type { Bar } from "./log-bins.ts";

/** A property of the inputs, weighted by how often each was sent. */
export interface Weighted {
  readonly value: number;
  readonly weight: number;
}

const BARS = 36;
/** Sizes that spread over more than this factor are drawn on a logarithmic axis. */
const LOG_SPREAD = 12;

/** The values of `property` that are known, each with the number of times it was sent. */
export function weighted(
  inputs: InputRecord,
  property: (payload: PayloadInfo) => number | undefined,
): Weighted[] {
  return inputs.pool.flatMap((payload, i) => {
    const value = property(payload);
    const weight = inputs.sentByPayload[i] ?? 0;
    return value === undefined || !Number.isFinite(value) || weight === 0
      ? []
      : [{ value, weight }];
  });
}

/** Width over height, where an input has both. */
export function aspectRatio(payload: PayloadInfo): number | undefined {
  const { width, height } = payload.traits;
  return typeof width === "number" && typeof height === "number" && height > 0
    ? width / height
    : undefined;
}

/** Whether the values need a logarithmic axis to be told apart. */
export function spreadsWide(values: readonly Weighted[]): boolean {
  const all = values.map(({ value }) => value);
  return Math.min(...all) > 0 && Math.max(...all) / Math.min(...all) > LOG_SPREAD;
}

/** Bars of equal width on a linear or logarithmic axis; one bar when all values are the same. */
export function barsOf(values: readonly Weighted[], log: boolean): Bar[] {
  if (values.length === 0) return [];
  const to = log ? Math.log : (value: number): number => value;
  const back = log ? Math.exp : (value: number): number => value;
  const low = Math.min(...values.map(({ value }) => to(value)));
  const high = Math.max(...values.map(({ value }) => to(value)));
  const total = values.reduce((sum, { weight }) => sum + weight, 0);
  if (low === high) return [{ low: back(low), high: back(high), count: total }];
  const width = (high - low) / BARS;
  const counts = new Float64Array(BARS);
  for (const { value, weight } of values) {
    counts[Math.min(BARS - 1, Math.floor((to(value) - low) / width))]! += weight;
  }
  return Array.from(counts, (count, i) => ({
    low: back(low + i * width),
    high: back(low + (i + 1) * width),
    count,
  }));
}
