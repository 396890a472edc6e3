import type { RunFile } from "../../../src/contracts/run-file.ts";
import { duration, share, text } from "../format/index.ts";
import { mergedQuantile } from "./merged-quantile.ts";

/** Compared from the tail on: the first one that all three clocks can carry. */
const ORDER = [
  ["p99", 0.99],
  ["p95", 0.95],
  ["p90", 0.9],
  ["p50", 0.5],
] as const;
/** Lateness below this share of the response time does not colour it. */
const NEGLIGIBLE = 0.02;
/** Lateness above this share of the response time makes up much of it. */
const LARGE = 0.2;
/** The generator's own part of lateness from which it is to blame for it. */
const OWN_FAULT = 0.5;

/** One plain sentence on what the difference between response and service time means here. */
export function clockSentence(run: Pick<RunFile, "latencyMs" | "histograms" | "validity">): string {
  const { response, service, lateness } = run.latencyMs;
  if (response.n === 0) return "No request succeeded, so there is nothing to compare.";
  const compared = ORDER.find(([name]) =>
    [response, service, lateness].every((summary) => summary[name] !== undefined),
  );
  if (compared === undefined) return "Too few requests succeeded to compare the three clocks.";
  const [name, q] = compared;
  const late = lateness[name] ?? 0;
  const part = late / Math.max(response[name] ?? 0, Number.MIN_VALUE);
  const figures = `lateness ${text(duration(late))} at ${name}`;
  if (part < NEGLIGIBLE && !run.validity.reasons.some(({ code }) => code === "lateness")) {
    return `Requests left on time (${figures}): response and service time agree, so what was measured is the target and the way to it.`;
  }
  const own = mergedQuantile([run.histograms.pacing], q) ?? 0;
  const cause =
    own >= OWN_FAULT * late
      ? "because the generator was behind its schedule"
      : "waiting for a free connection while the target was busy with earlier ones";
  return part < LARGE
    ? `Requests left slightly late (${figures}, ${text(share(part))} of the response time), ${cause}.`
    : `Requests left late (${figures}), ${cause}. Response time counts that wait, as a user would; service time alone would hide it.`;
}
