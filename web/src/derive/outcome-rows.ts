import { OUTCOMES } from "../../../src/contracts/outcome.ts";
import type { Outcome } from "../../../src/contracts/outcome.ts";
import type { RunSummary } from "../../../src/contracts/run-file.ts";

/** How often requests ended in one way. */
export interface OutcomeRow {
  readonly outcome: Outcome;
  readonly count: number;
  /** Of all requests that were scheduled. */
  readonly share: number;
  readonly meaning: string;
}

const MEANINGS: Readonly<Record<Outcome, string>> = {
  ok: "answered, and every check of the response held",
  "http-4xx": "refused by the service: the request was at fault, in its view",
  "http-5xx": "the service failed",
  "rejected-413": "refused as too large",
  timeout: "no complete response within the time limit",
  "connect-refused": "nobody listens, or the machine sent it away",
  "connect-timeout": "no answer to the attempt to connect",
  reset: "the peer cut the connection",
  "closed-early": "the peer closed before the response was complete",
  "protocol-error": "the bytes received are not HTTP",
  "tls-error": "the TLS handshake failed",
  "dns-error": "the name could not be looked up",
  "bad-response": "complete, but a check of the response failed",
  unfinished: "still in flight when the run ended",
  dropped: "never sent: too many requests were in flight already",
  "connect-failed": "unreachable for another reason",
  "local-limit": "this machine ran out of descriptors, ports or buffers",
};

/** Every outcome that occurred: `ok` first, then by number. */
export function outcomeRows(run: Pick<RunSummary, "requests">): OutcomeRow[] {
  const { outcomes, scheduled, unfinished, dropped } = run.requests;
  const counts: Partial<Record<Outcome, number>> = { unfinished, dropped, ...outcomes };
  const total = Math.max(scheduled, 1);
  return OUTCOMES.map((outcome) => ({
    outcome,
    count: counts[outcome] ?? 0,
    share: (counts[outcome] ?? 0) / total,
    meaning: MEANINGS[outcome],
  }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => rank(b) - rank(a));
}

function rank({ outcome, count }: OutcomeRow): number {
  return outcome === "ok" ? Infinity : count;
}
