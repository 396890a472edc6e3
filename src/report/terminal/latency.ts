import type { LatencySummary, PhaseName, RunFile } from "../../contracts/run-file.ts";
import { count, duration, NOTHING, text } from "../format.ts";
import type { Screen } from "./screen.ts";
import { table } from "./table.ts";

const PERCENTILES = ["p50", "p90", "p95", "p99", "p99_9"] as const;
const HEAD = ["n", ...PERCENTILES.map((name) => name.replace("_", ".")), "max"];
const WIDTHS = [10, 9, 8, 8, 8, 8, 8, 8];
const CLOCKS = ["response", "service", "lateness", "failed"] as const;

const TOO_FEW = "too few";

/** The phases in the order they happen. */
const PHASES: readonly PhaseName[] = [
  "queue",
  "dns",
  "connect",
  "tls",
  "upload",
  "wait",
  "download",
];

/** Percentiles of the clocks, intervals under the values that have one, reasons under the table for those not shown. */
export function latencyTable(run: RunFile, screen: Screen): string[] {
  if (CLOCKS.every((name) => run.latencyMs[name].n === 0)) return [];
  const rows = CLOCKS.map((name) => ({ name, summary: run.latencyMs[name] }));
  const shown = rows.filter(({ name, summary }) => name !== "failed" || summary.n > 0);
  const cells = shown.flatMap(({ name, summary }) =>
    [percentileRow(name, summary)].concat(intervalRow(summary, screen)),
  );
  return [...table(screen, ["Latency", ...HEAD], cells, WIDTHS), ...reasons(run.latencyMs, screen)];
}

/** Percentiles of the phases that happened and took time. */
export function phaseTable(run: RunFile, screen: Screen): string[] {
  const rows = PHASES.flatMap((phase) => {
    const summary = run.latencyMs.phases[phase];
    return summary === undefined || summary.n === 0 || summary.max === 0
      ? []
      : [percentileRow(phase, summary)];
  });
  return rows.length === 0 ? [] : table(screen, ["Phases", ...HEAD], rows, WIDTHS);
}

function percentileRow(name: string, summary: LatencySummary): string[] {
  const values = PERCENTILES.map((percentile) => {
    const value = summary[percentile];
    if (value !== undefined && value !== null) return text(duration(value));
    return summary.n === 0 ? text(NOTHING) : TOO_FEW;
  });
  return [`  ${name}`, text(count(summary.n)), ...values, text(duration(summary.max))];
}

/** Intervals as plus-minus, the wider side; the exact ends are in `run.json`. */
function intervalRow(summary: LatencySummary, screen: Screen): string[][] {
  const halves = PERCENTILES.map((percentile) => {
    const value = summary[percentile];
    const interval = summary.ci[percentile];
    if (value === undefined || interval === undefined) return "";
    return `${screen.plusMinus}${text(duration(Math.max(value - interval[0], interval[1] - value)))}`;
  });
  return halves.every((half) => half === "") ? [] : [["", "", ...halves]];
}

/**
 * All notes of response time, the first one of the other clocks; none where it would only repeat, for the same number of
 * samples, what response time lacks.
 */
function reasons(latency: RunFile["latencyMs"], screen: Screen): string[] {
  const first = latency.response;
  return CLOCKS.flatMap((name) => {
    const summary = latency[name];
    const repeats = name !== "response" && summary.n === first.n && first.notes.length > 0;
    const notes = repeats ? [] : summary.notes.slice(0, name === "response" ? undefined : 1);
    return notes
      .flatMap((note) => screen.wrap(`${name}: ${note}`, "    ", "  "))
      .map((line) => screen.paint("faint", line));
  });
}
