import type { Outcome } from "../contracts/outcome.ts";
import type { RunSummary } from "../contracts/run-file.ts";

/** Exit codes of every command; k6's where k6 has one. */
export const EXIT = {
  /** All SLOs hold. */
  ok: 0,
  /** The run is INVALID: the generator was the bottleneck. */
  invalid: 96,
  /** An SLO failed. */
  sloFailed: 99,
  /** A bad plan, option, file or directory. */
  badInput: 104,
  /** Interrupted; results are kept. */
  interrupted: 105,
  /** A mistake in kneepoint. */
  internal: 107,
  /** The target could not be reached at all. */
  unreachable: 108,
} as const;

/** What each code means, for the reference. */
export const EXIT_CODE_MEANINGS: readonly (readonly [code: number, meaning: string])[] = [
  [EXIT.ok, "all SLOs hold"],
  [EXIT.invalid, "the run is INVALID: the generator was the bottleneck"],
  [EXIT.sloFailed, "an SLO failed"],
  [EXIT.badInput, "bad plan, options, files or directories"],
  [EXIT.interrupted, "interrupted (results are kept)"],
  [EXIT.internal, "internal error"],
  [EXIT.unreachable, "the target could not be reached at all"],
];

/** Outcomes of requests that never had a connection. */
const UNREACHED: ReadonlySet<Outcome> = new Set([
  "connect-refused",
  "connect-timeout",
  "connect-failed",
  "dns-error",
  "tls-error",
]);

/** What an exit code depends on. */
type Judged = Pick<RunSummary, "interrupted" | "validity" | "requests" | "slo">;

/** The exit code of a finished run: the first of these that holds. */
export function exitCodeOf(run: Judged): number {
  if (run.interrupted) return EXIT.interrupted;
  if (neverReached(run.requests)) return EXIT.unreachable;
  if (run.validity.verdict === "invalid") return EXIT.invalid;
  return run.slo.every((result) => result.pass) ? EXIT.ok : EXIT.sloFailed;
}

function neverReached({ sent, outcomes }: RunSummary["requests"]): boolean {
  const met = (Object.keys(outcomes) as Outcome[]).filter((outcome) => outcomes[outcome] !== 0);
  const answers = met.filter((outcome) => outcome !== "dropped" && outcome !== "unfinished");
  return sent > 0 && answers.length > 0 && answers.every((outcome) => UNREACHED.has(outcome));
}
