import { headline } from "../../analysis/index.ts";
import type { LatencySummary, RunFile } from "../../contracts/run-file.ts";
import {
  count,
  duration,
  exact,
  plainText,
  quantity,
  rate,
  share,
  text,
  withPlainTexts,
} from "../format.ts";

const PERCENTILES = ["p50", "p90", "p95", "p99", "p99_9"] as const;
const CLOCKS = ["response", "service", "lateness", "failed"] as const;

/** The run as Markdown for a pull request or a wiki: verdict, SLOs, latency, outcomes, findings. */
export function toMarkdown(run: RunFile): string {
  const { slices: _slices, histograms: _histograms, plan: _plan, ...head } = run;
  const shown = withPlainTexts(head);
  const blocks = [
    `**${escaped(plainText(headline(run)))}**`,
    aboutRun(shown),
    validity(shown),
    slos(shown),
    latency(shown),
    outcomes(shown),
    findings(shown),
    list("Notes", shown.notes),
  ];
  const said = blocks.filter((block) => block !== "").join("\n\n");
  return `${said.replaceAll("\u00a0", " ")}\n`;
}

type Head = Omit<RunFile, "slices" | "histograms" | "plan">;

function aboutRun({ id, validity: { verdict }, target, load, seed }: Head): string {
  const offered = load.model === "open" ? `, ${text(rate(load.offeredRate))} offered` : "";
  const users = load.model === "closed" ? `, ${text(count(load.concurrency))} users` : "";
  const seconds = text(exact(duration(load.durationSeconds * 1000)));
  return `Run ${escaped(id)} (${verdict}): ${escaped(target.url)} (${escaped(target.protocol)}), ${load.model} model${offered}${users}, ${text(rate(load.achievedRate))} sent, ${seconds}, seed ${seed}.`;
}

function validity({ validity: { reasons } }: Head): string {
  return list(
    "Why the run is not simply valid",
    reasons.map(({ severity, message, value, limit, unit, advice }) => {
      const figures = `${text(quantity(value, unit))}, limit ${text(exact(quantity(limit, unit)))}`;
      return `${severity}: ${message} (${figures}) ${advice}`;
    }),
  );
}

function slos({ slo }: Head): string {
  const rows = slo.map(({ expression, pass, value, limit, unit, note }) => [
    expression,
    pass ? "pass" : "FAIL",
    text(quantity(value, unit)),
    text(exact(quantity(limit, unit))),
    note ?? "",
  ]);
  return table(["SLO", "", "value", "limit", ""], rows);
}

function latency({ latencyMs }: Head): string {
  const row = (name: string, summary: LatencySummary): string[] => [
    name,
    text(count(summary.n)),
    ...PERCENTILES.map((q) =>
      summary[q] === undefined && summary.n > 0 ? "too few" : text(duration(summary[q])),
    ),
    text(duration(summary.max)),
  ];
  const names = PERCENTILES.map((name) => name.replace("_", "."));
  const rows = CLOCKS.map((name) => row(name, latencyMs[name]));
  return table(["latency", "n", ...names, "max"], rows);
}

function outcomes({ requests }: Head): string {
  const rows = Object.entries(requests.outcomes).map(([outcome, n]) => [
    outcome,
    text(count(n)),
    text(share(n / Math.max(1, requests.scheduled))),
  ]);
  return table(["outcome", "count", "share"], rows);
}

function findings({ findings: all }: Head): string {
  return list(
    "Findings",
    all.map(
      ({ rule, confidence, verdict, advice, nextTest }) =>
        `${rule} (${confidence} confidence): ${verdict} Do now: ${advice} Next test: ${nextTest}`,
    ),
  );
}

function list(title: string, items: readonly string[]): string {
  if (items.length === 0) return "";
  return [`${title}:`, "", ...items.map((item) => `- ${escaped(item)}`)].join("\n");
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  if (rows.length === 0) return "";
  const line = (cells: readonly string[]): string => `| ${cells.map(escaped).join(" | ")} |`;
  const rule = head.map((_, column) => (column === 0 ? "---" : "---:"));
  return [line(head), `| ${rule.join(" | ")} |`, ...rows.map(line)].join("\n");
}

/** What Markdown or HTML would take for markup stays text. */
function escaped(plain: string): string {
  return plain.replace(/[\\`*_[\]<>|&~#]/g, "\\$&");
}
