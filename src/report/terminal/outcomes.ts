import { type Outcome, OUTCOMES } from "../../contracts/outcome.ts";
import type { KeptExchange, RunFile } from "../../contracts/run-file.ts";
import { count, share, text } from "../format.ts";
import type { Screen } from "./screen.ts";
import { table } from "./table.ts";

/** How requests ended, with the first example of each failure. */
export function outcomeTable(run: RunFile, screen: Screen): string[] {
  const { outcomes, dropped, unfinished, scheduled } = run.requests;
  const counts: Partial<Record<Outcome, number>> = { dropped, unfinished, ...outcomes };
  const met = OUTCOMES.filter((outcome) => (counts[outcome] ?? 0) > 0);
  if (met.length === 0) return [...screen.fact("Outcomes", "no request was sent")];
  const rows = met.map((outcome) => [
    `  ${outcome}`,
    text(count(counts[outcome])),
    text(share((counts[outcome] ?? 0) / Math.max(1, scheduled))),
  ]);
  const [head, ...lines] = table(screen, ["Outcomes", "count", "share"], rows, [20, 10, 9]);
  return [
    head!,
    ...met.map((outcome, i) => withExample(lines[i]!, exampleOf(run.kept, outcome), screen)),
  ];
}

function withExample(line: string, example: string, screen: Screen): string {
  if (example === "") return line;
  const shown = screen.cut(example, line.length + 3);
  return `${line}   ${screen.paint("faint", shown)}`;
}

function exampleOf(kept: readonly KeptExchange[], outcome: Outcome): string {
  const first = outcome === "ok" ? undefined : kept.find((one) => one.outcome === outcome);
  if (first === undefined) return "";
  return [first.detail, first.body].filter((part) => part !== "").join(": ");
}
