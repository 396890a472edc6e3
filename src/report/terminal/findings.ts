import type { Evidence, Finding } from "../../contracts/finding.ts";
import type { RunFile } from "../../contracts/run-file.ts";
import { exact, quantity, text } from "../format.ts";
import type { Screen } from "./screen.ts";

/** Each diagnosis with its evidence, what to do, and the test that would settle it. */
export function findingLines({ findings }: RunFile, screen: Screen): string[] {
  if (findings.length === 0) return [];
  return [screen.title("Findings"), ...findings.flatMap((finding) => findingOf(finding, screen))];
}

function findingOf(finding: Finding, screen: Screen): string[] {
  const head = `${screen.paint("warning", finding.rule)} (${finding.confidence} confidence): ${finding.verdict}`;
  const second = finding.runnerUp === undefined ? "" : ` Second explanation: ${finding.runnerUp}.`;
  return [
    ...screen.wrap(head, "    ", "  "),
    ...finding.evidence.flatMap((one) => screen.wrap(evidenceOf(one), "      ", "    - ")),
    ...screen.wrap(`Do now: ${finding.advice}`, "    "),
    ...screen.wrap(`Next test: ${finding.nextTest}${second}`, "    "),
  ];
}

function evidenceOf({ metric, value, unit, threshold, source }: Evidence): string {
  const held =
    threshold === undefined ? "" : `, threshold ${text(exact(quantity(threshold, unit)))}`;
  return `${metric}: ${text(quantity(value, unit))}${held} (${source})`;
}
