import type { Exchange } from "../contracts/exchange.ts";
import { redactText } from "../contracts/redact.ts";
import type { KeptExchange } from "../contracts/run-file.ts";

/** Failures and successes a worker keeps for people to read. */
const KEEP_FAILURES = 20;
const KEEP_SUCCESSES = 3;
/** Response body kept of each. */
export const KEEP_BODY_BYTES = 2048;
/** Once a failure was seen, this many responses are captured in full so that the next failures can be shown. */
const ALERT_REQUESTS = 256;

/** Chooses which exchanges are worth showing, and makes copies with secrets removed. */
export class Keeper {
  readonly #keep: (kept: KeptExchange) => void;
  #failures = 0;
  #successes = 0;
  #alert = ALERT_REQUESTS;

  constructor(keep: (kept: KeptExchange) => void) {
    this.#keep = keep;
  }

  /** Whether the next response should be captured: at the start, and after failures, but not for ever. */
  get wantsCapture(): boolean {
    return this.#alert > 0 && this.#failures < KEEP_FAILURES;
  }

  /** Looks at a judged exchange. */
  consider(exchange: Exchange): void {
    if (this.#alert > 0) this.#alert--;
    if (exchange.outcome === "ok") {
      if (this.#successes < KEEP_SUCCESSES && this.#alert > 0 && exchange.response !== undefined) {
        this.#successes++;
        this.#keep(copy(exchange));
      }
      return;
    }
    this.#alert = ALERT_REQUESTS;
    if (this.#failures >= KEEP_FAILURES) return;
    this.#failures++;
    this.#keep(copy(exchange));
  }
}

function copy(exchange: Exchange): KeptExchange {
  const { response } = exchange;
  const body =
    response === undefined ? "" : Buffer.from(response.body).toString("utf8", 0, KEEP_BODY_BYTES);
  return {
    sequence: exchange.sequence,
    atMs: exchange.done,
    outcome: exchange.outcome,
    status: exchange.status,
    detail: redactText(exchange.detail),
    headers: redactText(response?.headerText ?? ""),
    body: redactText(body),
    bodyBytes: response?.bodyBytes ?? 0,
  };
}
