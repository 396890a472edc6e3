import { PERCENTILES } from "../../../src/analysis/latency.ts";
import type { LatencySummary } from "../../../src/contracts/run-file.ts";

/** Percentiles a summary may hold, in order. */
export const PERCENTILE_NAMES: readonly PercentileName[] = PERCENTILES.map(([name]) => name);
export type PercentileName = (typeof PERCENTILES)[number][0];

/** `p99_9` as people write it. */
export function percentileLabel(name: PercentileName): string {
  return name.replace("_", ".");
}

/** Why a percentile is absent: the summary's own note on it, else what can be said without one. */
export function whyAbsent(summary: LatencySummary, name: PercentileName): string {
  if (summary.n === 0) return "no samples";
  const spelled = new RegExp(
    `\\b(?:${name}|${percentileLabel(name).replace(".", "\\.")})(?![\\d._])`,
  );
  const note = summary.notes.find((text) => spelled.test(text));
  return note?.replace(/^\S+ not shown: /, "") ?? `too few samples (${summary.n})`;
}
