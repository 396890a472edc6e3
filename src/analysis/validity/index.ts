import type { Measurement, Validity } from "../../contracts/run-file.ts";
import type { ValidityCheck } from "./check.ts";
import { eventLoop, generatorCpu, samplesLost, workerLost } from "./generator.ts";
import { inFlight, littlesLaw, noRequests } from "./load.ts";
import { clockJump, fileDescriptors, localLimit, ports, steal } from "./machine.ts";
import { achievedRate, lateness } from "./schedule.ts";

/** Every check, in the order in which its reason is shown. */
const CHECKS: readonly ValidityCheck[] = [
  noRequests,
  workerLost,
  lateness,
  achievedRate,
  generatorCpu,
  eventLoop,
  localLimit,
  fileDescriptors,
  ports,
  steal,
  clockJump,
  inFlight,
  littlesLaw,
  samplesLost,
];

/** Codes of reasons that lie with the generator itself. */
export const GENERATOR_CODES: ReadonlySet<string> = new Set([
  "worker-lost",
  "lateness",
  "achieved-rate",
  "generator-cpu",
  "event-loop",
  "local-limit",
  "file-descriptors",
  "ports",
]);

/**
 * Whether a run's numbers can be trusted to be about the target. Invalid reasons come first. A slow or failing target is no
 * reason: dropped and failed requests count against the SLO.
 */
export function judgeValidity(measurement: Measurement): Validity {
  const reasons = CHECKS.map((check) => check(measurement)).filter(
    (reason) => reason !== undefined,
  );
  const invalid = reasons.filter((reason) => reason.severity === "invalid");
  const suspect = reasons.filter((reason) => reason.severity === "suspect");
  const verdict = invalid.length > 0 ? "invalid" : suspect.length > 0 ? "suspect" : "valid";
  return { verdict, reasons: [...invalid, ...suspect] };
}
