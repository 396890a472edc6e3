import type { Outcome } from "../contracts/outcome.ts";
import type { Clock } from "../contracts/ports.ts";
import type { Failure } from "./errors.ts";
import type { OpenReport } from "./options.ts";

/** How opening one connection ended: the times it took, or why it failed. */
export type Opened = { readonly dns: number; readonly connect: number; readonly tls: number };
export type Settle = (result: Opened | Failure) => void;

/** Calls `openOne` `count` times, `perSecond` of them a second, and adds up what came of them. */
export function openAhead(
  count: number,
  perSecond: number,
  clock: Clock,
  openOne: (settle: Settle) => void,
): Promise<OpenReport> {
  return new Promise((resolve) => {
    const tally = new Tally(count);
    const start = clock.now();
    let begun = 0;
    const settle: Settle = (result) => {
      tally.add(result);
      if (tally.settled === count) resolve(tally.report(clock.now() - start));
    };
    const beginDue = (): void => {
      const elapsed = clock.now() - start;
      const due = Math.min(count, Math.floor((elapsed * perSecond) / 1000) + 1);
      while (begun < (perSecond === Infinity ? count : due)) {
        begun++;
        openOne(settle);
      }
      if (begun < count) setTimeout(beginDue, (begun * 1000) / perSecond - elapsed);
    };
    if (count === 0) resolve(tally.report(0));
    else beginDue();
  });
}

class Tally {
  settled = 0;
  readonly #requested: number;
  readonly #opened: Opened[] = [];
  readonly #failures = new Map<Outcome, { count: number; detail: string }>();

  constructor(requested: number) {
    this.#requested = requested;
  }

  add(result: Opened | Failure): void {
    this.settled++;
    if (!("outcome" in result)) {
      this.#opened.push(result);
      return;
    }
    const failure = this.#failures.get(result.outcome) ?? { count: 0, detail: result.detail };
    failure.count++;
    this.#failures.set(result.outcome, failure);
  }

  report(elapsedMs: number): OpenReport {
    const failures = [...this.#failures].map(([outcome, { count, detail }]) => {
      return { outcome, count, detail };
    });
    return {
      requested: this.#requested,
      opened: this.#opened.length,
      failures: failures.sort((a, b) => b.count - a.count),
      dnsMs: Float64Array.from(this.#opened, ({ dns }) => dns),
      connectMs: Float64Array.from(this.#opened, ({ connect }) => connect),
      tlsMs: Float64Array.from(this.#opened, ({ tls }) => tls),
      elapsedMs,
    };
  }
}
