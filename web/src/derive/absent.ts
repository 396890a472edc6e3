import type { LatencySummary } from "../../../src/contracts/run-file.ts";

/** Percentiles a summary may hold, in order. */
export const PERCENTILE_NAMES = ["p50", "p90", "p95", "p99", "p99_9"] as const;
export type PercentileName = (typeof PERCENTILE_NAMES)[number];

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
  return summary.notes.find((note) => spelled.test(note)) ?? `too few samples (${summary.n})`;
}
