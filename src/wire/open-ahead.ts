import type { Outcome } from "../contracts/outcome.ts";
import type { Clock } from "../contracts/ports.ts";
import type { Failure } from "./errors.ts";
import type { OpenReport } from "./options.ts";

/** How opening one connection ended: the times it took, or why it failed. */
export type Opened = { readonly dns: number; readonly connect: number; readonly tls: number };
export type Settle = (result: Opened | Failure) => void;

/** The opening of `count` connections, `perSecond` of them a second (Infinity: at once). */
export class OpenAhead {
  /** Never rejects. */
  readonly report: Promise<OpenReport>;

  readonly #clock: Clock;
  readonly #start: number;
  readonly #openOne: (settle: Settle) => void;
  readonly #tally: Tally;
  #count: number;
  #perSecond: number;
  #begun = 0;
  #timer: NodeJS.Timeout | undefined = undefined;
  #resolve: (report: OpenReport) => void = () => {};

  /** `openOne` begins one connection and calls `settle` once when it is open or has failed. */
  constructor(count: number, perSecond: number, clock: Clock, openOne: (settle: Settle) => void) {
    this.#count = count;
    this.#perSecond = perSecond;
    this.#clock = clock;
    this.#openOne = openOne;
    this.#tally = new Tally(count);
    this.#start = clock.now();
    this.report = new Promise((resolve) => (this.#resolve = resolve));
    this.#finishIfSettled();
    this.#beginDue();
  }

  /** Begins no more: those left count as failed this way. */
  stop(failure: Failure): void {
    clearTimeout(this.#timer);
    for (; this.#begun < this.#count; this.#begun++) this.#settle(failure);
  }

  #beginDue(): void {
    const elapsed = this.#clock.now() - this.#start;
    const due = this.#perSecond === Infinity ? Infinity : (elapsed * this.#perSecond) / 1000 + 1;
    while (this.#begun < this.#count && this.#begun < Math.floor(due)) {
      this.#begun++;
      this.#openOne(this.#settle);
    }
    if (this.#begun === this.#count) return;
    const wait = (this.#begun * 1000) / this.#perSecond - elapsed;
    this.#timer = setTimeout(() => this.#beginDue(), wait);
  }

  readonly #settle: Settle = (result) => {
    this.#tally.add(result);
    this.#finishIfSettled();
  };

  #finishIfSettled(): void {
    if (this.#tally.settled < this.#count) return;
    this.#resolve(this.#tally.report(this.#clock.now() - this.#start));
  }
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
