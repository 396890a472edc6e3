import type { Measurement, RunSummary } from "../contracts/run-file.ts";
import { diagnose } from "./findings/index.ts";
import { summariseLatencies } from "./latency.ts";
import { summariseLoad, summariseThroughput } from "./load.ts";
import { evaluateSlos } from "./slo/index.ts";
import { formatMs, formatShare } from "./text.ts";
import { judgeValidity } from "./validity/index.ts";

/** What analysis concludes from a measurement; `run.json` is both together. */
export type Judgement = Pick<
  RunSummary,
  "validity" | "load" | "throughput" | "latencyMs" | "slo" | "findings" | "notes"
>;

/**
 * Draws every conclusion from a measurement: the same one gives the same judgement, now or from its run file years later.
 * `notes` holds only what analysis itself could not read or decide.
 */
export function analyse(measurement: Measurement): Judgement {
  const validity = judgeValidity(measurement);
  const { findings, notes } = diagnose(measurement, validity);
  const latencyMs = summariseLatencies(measurement);
  return {
    validity,
    load: summariseLoad(measurement),
    throughput: summariseThroughput(measurement),
    latencyMs,
    slo: evaluateSlos(measurement),
    findings,
    notes: [...notes, ...queueNote(measurement, latencyMs), ...unreadable(measurement)],
  };
}

/** Waiting for a connection is the plan's or the target's doing, and part of the response time. */
function queueNote({ requests, plan }: Measurement, { phases }: Judgement["latencyMs"]): string[] {
  const queue = phases.queue;
  if (queue === undefined || queue.n === 0 || plan.load.model === "closed") return [];
  const waited = formatShare(queue.n / requests.sent);
  return [
    `${waited} of the requests waited for a free connection, ${formatMs(queue.mean ?? 0)} on average and ${formatMs(queue.max ?? 0)} at most: part of their response time.`,
  ];
}

function unreadable({ monitors }: Measurement): string[] {
  return [
    ...new Set(
      monitors.flatMap((series) => series.unreadable.map((what) => `${series.subject}: ${what}`)),
    ),
  ];
}
