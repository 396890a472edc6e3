import type { LatencySummary, RunSummary } from "../../../src/contracts/run-file.ts";
import { duration, share, text } from "../format/index.ts";

const ORDER = ["p99", "p95", "p90", "p50"] as const;
/** Lateness below this share of the response time does not colour it. */
const NEGLIGIBLE = 0.02;
/** Lateness above this share of the response time makes up much of it. */
const LARGE = 0.2;

/** One plain sentence on what the difference between response and service time means here. */
export function clockSentence(run: Pick<RunSummary, "latencyMs" | "load">): string {
  const { response, service, lateness } = run.latencyMs;
  if (response.n === 0) return "No request succeeded, so there is nothing to compare.";
  const pick = commonPercentile(response, service, lateness);
  if (pick === undefined) return "Too few requests succeeded to compare the three clocks.";
  const late = lateness[pick] ?? 0;
  const whole = response[pick] ?? 0;
  const part = whole > 0 ? late / whole : 0;
  const figures = `${text(duration(late))} at ${pick}, ${text(share(part))} of the response time`;
  if (part < NEGLIGIBLE) {
    return `Requests left on time (lateness ${figures}): response and service time agree, so what was measured is the target and the way to it.`;
  }
  if (part < LARGE) {
    return `Requests left slightly late (lateness ${figures}): response time holds a little waiting on this side.`;
  }
  return run.load.model === "open"
    ? `Requests left late (lateness ${figures}): much of the response time was spent waiting to be sent; service time alone would hide it.`
    : `Users' requests left late (lateness ${figures}): the generator, not the target, held them back.`;
}

function commonPercentile(
  ...summaries: readonly LatencySummary[]
): (typeof ORDER)[number] | undefined {
  return ORDER.find((name) => summaries.every((summary) => summary[name] !== undefined));
}
