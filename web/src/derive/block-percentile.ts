import { mergedQuantile } from "./merged-quantile.ts";
import type { Bin } from "./timeline.ts";

/** One percentile over time. Each value covers a block of bins and stands in every one of them. */
export interface BlockPercentile {
  readonly q: number;
  /** Bins in a block. */
  readonly blockBins: number;
  readonly blockMs: number;
  /** By bin, ms; null where the block has too few samples. */
  readonly values: readonly (number | null)[];
}

/**
 * Samples a block needs beyond the percentile: with one, it is only the block's maximum under another name. A drawing
 * threshold, lower than the one for printed percentiles.
 */
const MIN_BEYOND = 2;
const MIN_SAMPLES = 4;
/** A chart with fewer blocks than this shows no course over time. */
const MIN_BLOCKS = 5;
const BLOCK_SIZES = [1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 20, 30, 40, 60];
/** Blocks are long enough when this share of those with any sample can show the percentile. */
const ENOUGH_BLOCKS = 0.9;
/** With fewer than this share the percentile is left out: islands are no course over time. */
const WORTH_DRAWING = 0.5;

/** The percentile by blocks just long enough for it, never so long that no course is left. */
export function blockPercentile(bins: readonly Bin[], q: number): BlockPercentile {
  const needed = Math.max(MIN_SAMPLES, Math.round(MIN_BEYOND / (1 - q)));
  const sizes = BLOCK_SIZES.filter((size) => bins.length / size >= MIN_BLOCKS);
  const blockBins =
    sizes.find((size) => carried(bins, size, needed) >= ENOUGH_BLOCKS) ?? sizes.at(-1) ?? 1;
  const drawn = carried(bins, blockBins, needed) >= WORTH_DRAWING;
  const values = blocksOf(bins, blockBins).flatMap((block) => {
    const enough = drawn && samplesIn(block) >= needed;
    const value = enough ? mergedQuantile(histogramsIn(block), q) : null;
    return block.map(() => value);
  });
  const first = bins[0];
  const binMs = first === undefined ? 0 : first.endMs - first.startMs;
  return { q, blockBins, blockMs: binMs * blockBins, values };
}

/** Share of the blocks with any sample that have enough of them. */
function carried(bins: readonly Bin[], size: number, needed: number): number {
  const filled = blocksOf(bins, size)
    .map(samplesIn)
    .filter((samples) => samples > 0);
  return filled.filter((samples) => samples >= needed).length / Math.max(1, filled.length);
}

function blocksOf(bins: readonly Bin[], size: number): Bin[][] {
  const blocks: Bin[][] = [];
  for (let i = 0; i < bins.length; i += size) blocks.push(bins.slice(i, i + size));
  return blocks;
}

function samplesIn(block: readonly Bin[]): number {
  return block.reduce((sum, bin) => sum + bin.slices.reduce((n, slice) => n + slice.ok, 0), 0);
}

function histogramsIn(block: readonly Bin[]): Bin["slices"][number]["response"][] {
  return block.flatMap((bin) => bin.slices.map((slice) => slice.response));
}
