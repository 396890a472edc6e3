import type { RunSummary, SloResult } from "../contracts/run-file.ts";
import { counted, digits, formatMs, formatRate, formatShare } from "./text.ts";

/** The part of a run that its headline needs. */
export type HeadlineInput = Pick<
  RunSummary,
  "validity" | "load" | "requests" | "throughput" | "latencyMs" | "slo" | "findings" | "interrupted"
>;

/** What was found, in one sentence with numbers and units: validity first, then the SLOs, then the first finding. */
export function headline(run: HeadlineInput): string {
  if (run.requests.sent === 0) return "Nothing was measured: no request was sent.";
  const invalid = run.validity.reasons.find((reason) => reason.severity === "invalid");
  if (invalid !== undefined) return `INVALID: ${lowerFirst(invalid.message)}`;
  const parts = [`${outcome(run)} ${load(run)}`, ...detail(run), ...caveats(run)];
  const finding = run.findings[0];
  if (finding !== undefined) parts.push(trimStop(lowerFirst(finding.verdict)));
  return `${parts.join("; ")}.`;
}

function outcome({ slo, requests }: HeadlineInput): string {
  const failed = slo.filter((result) => !result.pass);
  if (failed.length > 0) {
    const others = failed.length > 1 ? ` and ${failed.length - 1} more` : "";
    return `The service failed ${failed[0]!.expression}${others}`;
  }
  if (slo.length > 0) {
    const which = slo.length === 1 ? slo[0]!.expression : `all ${slo.length} SLOs`;
    return `The service held ${which}`;
  }
  return requests.ok === 0 ? "No request succeeded" : "The service answered";
}

function load({ load, throughput }: HeadlineInput): string {
  if (load.model === "closed") {
    return `for ${counted(load.concurrency ?? 0, "user")}, ${formatRate(throughput.okPerSecond)} answered`;
  }
  return `at ${formatRate(load.offeredRate ?? load.achievedRate)} offered, ${formatRate(throughput.okPerSecond)} answered`;
}

function detail(run: HeadlineInput): string[] {
  const failed = run.slo.find((result) => !result.pass);
  const { requests, latencyMs } = run;
  const bad = requests.sent - requests.ok;
  const parts: string[] = [];
  if (failed !== undefined) parts.push(sloValue(failed));
  else {
    const { p50, p99 } = latencyMs.response;
    const known = [
      p50 === undefined ? "" : `p50 ${formatMs(p50)}`,
      p99 === undefined ? "" : `p99 ${formatMs(p99)}`,
    ].filter((text) => text !== "");
    if (known.length > 0) parts.push(known.join(", "));
  }
  if (bad > 0) parts.push(`${formatShare(bad / requests.sent)} failed`);
  if (requests.dropped > 0)
    parts.push(`${formatShare(requests.dropped / requests.scheduled)} dropped`);
  return parts;
}

function sloValue({ expression, value, unit, note }: SloResult): string {
  if (value === null) return note === undefined ? `${expression} has no value` : note;
  const shown =
    unit === "ms" ? formatMs(value) : unit === "share" ? formatShare(value) : formatRate(value);
  return `${/^[^<>=]+/.exec(expression)?.[0].trim() ?? expression} was ${shown}`;
}

function caveats({ validity, interrupted, slo }: HeadlineInput): string[] {
  const suspect = validity.reasons.map((reason) => reason.code);
  const open = slo.filter((result) => !result.decisive).length;
  return [
    ...(suspect.length > 0 ? [`suspect: ${suspect.join(", ")}`] : []),
    ...(interrupted ? ["interrupted"] : []),
    ...(open > 0 ? [`${digits(open)} of ${slo.length} SLO results too close to call`] : []),
  ];
}

function lowerFirst(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}

function trimStop(sentence: string): string {
  return sentence.replace(/\.$/, "");
}
