import { InterruptedError, type Problem, UserError } from "../contracts/errors.ts";
import type { Outcome } from "../contracts/outcome.ts";
import type { TestPlan } from "../contracts/plan.ts";
import { redactUrl } from "../contracts/redact.ts";
import type { Canary } from "../contracts/run-file.ts";
import type { SharedPool } from "../engine/index.ts";
import { sendCanary } from "../engine/index.ts";
import type { ExperimentHooks } from "./ports.ts";

/** Outcomes that mean "nothing there that could be loaded", and what to do about each. */
const HOPELESS: Partial<Record<Outcome, string>> = {
  "connect-refused": "Nothing listens there: is the service started, and on this port and address?",
  "connect-timeout":
    "No answer to the connection attempt: a firewall, a wrong address, or a host that is down.",
  "connect-failed": "The network does not lead there: check the address and the route.",
  "dns-error": "The name is unknown: check its spelling, or use an address.",
  "tls-error":
    "The TLS handshake failed: check the scheme and the port; --insecure accepts a certificate that cannot be verified.",
  "protocol-error":
    "What answered does not speak HTTP/1.1: check the port and the scheme (http or https).",
};

/**
 * Sends the canary and judges whether a load makes sense at all.
 * @throws UserError (`target-unreachable`) when no HTTP server can be talked to.
 */
export async function checkTarget(
  plan: TestPlan,
  pool: SharedPool,
  hooks: ExperimentHooks,
): Promise<Canary> {
  const url = redactUrl(plan.target.url);
  hooks.onPhase(`Sending one request to ${url}`);
  const canary = await sendCanary(plan, pool, hooks.signal);
  if (hooks.signal.aborted) throw new InterruptedError();
  const hint = HOPELESS[canary.outcome];
  if (hint === undefined) {
    if (canary.outcome !== "ok") hooks.onPhase(firstFailure(canary));
    return canary;
  }
  const problem: Problem = {
    code: "target-unreachable",
    where: url,
    received: `${canary.outcome}: ${canary.detail}`,
    expected: "an HTTP server that answers",
    hint,
  };
  throw new UserError([problem]);
}

/** What a first request that failed says of the rest, in a sentence. */
export function firstFailure({ outcome, status, detail }: Canary): string {
  const what = status === 0 ? outcome : `${outcome} (HTTP ${status})`;
  const wrongForm = outcome === "http-4xx" || outcome === "bad-response";
  const advice = wrongForm
    ? " If that is not meant, check --protocol, --field and the input's format."
    : "";
  return `The first request, sent alone, ended in ${what}: ${detail}.${advice}`;
}
