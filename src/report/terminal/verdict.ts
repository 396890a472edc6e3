import type { RunFile } from "../../contracts/run-file.ts";
import { exact, quantity, text } from "../format.ts";
import type { Paint, Screen } from "./screen.ts";

const WORDS = {
  valid: "VALID",
  suspect: "SUSPECT",
  invalid: "INVALID",
} as const;

/** Whether the numbers can be trusted, and whether the SLOs hold; an invalid run can decide none. */
export function verdictLine(run: RunFile, screen: Screen): string[] {
  const failed = run.slo.filter(({ pass }) => !pass);
  const parts = [
    WORDS[run.validity.verdict],
    run.validity.verdict === "invalid"
      ? "these numbers say nothing about the target"
      : run.requests.ok === 0
        ? "no request succeeded"
        : slosOf(run.slo.length, failed.length),
    run.interrupted ? "interrupted" : "",
  ];
  const words = parts.filter((part) => part !== "").join(" · ");
  return [screen.paint(paintOf(run, failed.length), words)];
}

function slosOf(all: number, failed: number): string {
  if (all === 0) return "no SLO was given";
  if (failed === 0) return all === 1 ? "the SLO holds" : `all ${all} SLOs hold`;
  return all === 1 ? "the SLO failed" : `${failed} of ${all} SLOs failed`;
}

function paintOf(run: RunFile, failed: number): Paint {
  const { validity, requests } = run;
  if (validity.verdict === "invalid" || failed > 0 || requests.ok === 0) return "bad";
  return run.validity.verdict === "suspect" || run.interrupted ? "warning" : "good";
}

/** Why the run is not simply valid: each reason with its value, its limit and the remedy. */
export function validityReasons(run: RunFile, screen: Screen): string[] {
  return run.validity.reasons.flatMap((reason) => {
    const value = text(quantity(reason.value, reason.unit));
    const limit = text(exact(quantity(reason.limit, reason.unit)));
    const severity = reason.severity === "invalid" ? "bad" : "warning";
    const head = `${screen.paint(severity, `${reason.severity}:`)} ${reason.message} (${reason.code} ${value}, limit ${limit})`;
    return [...screen.wrap(head, "    ", "  "), ...screen.wrap(reason.advice, "    ")];
  });
}
