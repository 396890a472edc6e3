import type { Slo } from "../../contracts/plan.ts";
import type { Measurement, Slice } from "../../contracts/run-file.ts";
import { batchRatio, LatencyHistogram, partition } from "../../stats/index.ts";
import type { BatchRatio } from "../../stats/index.ts";

/** What every kind of SLO is evaluated on, read once. */
export interface SloInput {
  readonly measurement: Measurement;
  /** Response times of the ok requests. */
  readonly response: LatencyHistogram;
  readonly slices: readonly SloSlice[];
  /** Requests with a response time, infinite for failures and drops. */
  readonly n: number;
  /** Requests whose response time is infinite: failed, unfinished or dropped. */
  readonly infinite: number;
}

export interface SloSlice extends Slice {
  readonly times: LatencyHistogram;
}

export function readSloInput(measurement: Measurement): SloInput {
  const { sent, ok, dropped } = measurement.requests;
  return {
    measurement,
    response: LatencyHistogram.fromData(measurement.histograms.response),
    slices: measurement.slices.map((slice) =>
      Object.assign({ times: LatencyHistogram.fromData(slice.response) }, slice),
    ),
    n: sent + dropped,
    infinite: sent - ok + dropped,
  };
}

/** A ratio over the batches of the run: `sum` over `n`, slice by slice. */
export function ratioOver(
  slices: readonly SloSlice[],
  n: (slice: SloSlice) => number,
  sum: (slice: SloSlice) => number,
): BatchRatio {
  const total = (batch: readonly SloSlice[], value: (slice: SloSlice) => number): number =>
    batch.reduce((all, slice) => all + value(slice), 0);
  return batchRatio(
    partition(slices).map((batch) => ({ n: total(batch, n), sum: total(batch, sum) })),
  );
}

const COMPARISONS: Readonly<Record<Slo["comparison"], (value: number, limit: number) => boolean>> =
  {
    "<": (value, limit) => value < limit,
    "<=": (value, limit) => value <= limit,
    ">": (value, limit) => value > limit,
    ">=": (value, limit) => value >= limit,
  };

/** Whether a value keeps an SLO's limit. */
export function keeps({ comparison, limit }: Slo, value: number): boolean {
  return COMPARISONS[comparison](value, limit);
}

/** Whether an SLO bounds its value from above. */
export function isUpperBound({ comparison }: Slo): boolean {
  return comparison === "<" || comparison === "<=";
}

/** Whether an interval leaves the limit out. */
export function excludes([low, high]: readonly [number, number], limit: number): boolean {
  return limit < low || limit > high;
}
