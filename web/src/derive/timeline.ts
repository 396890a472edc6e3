import type { Slice } from "../../../src/contracts/run-file.ts";
import { blockPercentile } from "./block-percentile.ts";
import type { BlockPercentile } from "./block-percentile.ts";

/** A stretch of the chart: one or more neighbouring slices. */
export interface Bin {
  readonly startMs: number;
  readonly endMs: number;
  readonly slices: readonly Slice[];
}

/** The run over time, ready to be drawn: all columns are as long as `bins`. */
export interface Timeline {
  readonly bins: readonly Bin[];
  readonly binMs: number;
  readonly percentiles: readonly BlockPercentile[];
  /** Slowest ok request by bin, exact, ms. */
  readonly slowest: readonly (number | null)[];
  readonly offered: readonly number[];
  readonly completed: readonly number[];
  readonly failed: readonly number[];
  readonly dropped: readonly number[];
}

/** More bins than this cannot be told apart on a screen. */
const MAX_BINS = 200;
const NICE_STEPS = [1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 1200, 3600];
const DRAWN = [0.5, 0.95, 0.99];

/** Slices put together until they fit a chart, with percentiles from merged histograms. */
export function timelineOf(slices: readonly Slice[], mostBins: number = MAX_BINS): Timeline {
  const bins = binsOf(slices, mostBins);
  return {
    bins,
    binMs: bins[0] === undefined ? 0 : bins[0].endMs - bins[0].startMs,
    percentiles: DRAWN.map((q) => blockPercentile(bins, q)),
    slowest: bins.map(slowestOf),
    offered: bins.map((bin) => perSecond(bin, (slice) => slice.scheduled)),
    completed: bins.map((bin) => perSecond(bin, (slice) => slice.completed)),
    failed: bins.map((bin) => perSecond(bin, (slice) => slice.failed)),
    dropped: bins.map((bin) => perSecond(bin, (slice) => slice.dropped)),
  };
}

function binsOf(slices: readonly Slice[], mostBins: number): Bin[] {
  const wanted = slices.length / mostBins;
  const step = NICE_STEPS.find((nice) => nice >= wanted) ?? Math.ceil(wanted);
  const bins: Bin[] = [];
  for (let i = 0; i < slices.length; i += step) {
    const group = slices.slice(i, i + step);
    const last = group.at(-1)!;
    bins.push({ startMs: group[0]!.startMs, endMs: last.startMs + last.lengthMs, slices: group });
  }
  return bins;
}

function slowestOf(bin: Bin): number | null {
  const slowest = Math.max(...bin.slices.map((slice) => slice.response.maxMs ?? -1));
  return slowest < 0 ? null : slowest;
}

function perSecond(bin: Bin, counter: (slice: Slice) => number): number {
  const total = bin.slices.reduce((sum, slice) => sum + counter(slice), 0);
  return (total / (bin.endMs - bin.startMs)) * 1000;
}
