import type { Clock } from "../contracts/ports.ts";

/** `timer` sleeps to the due time; `hybrid` sleeps until shortly before it and then turns the event loop without sleeping. */
export type PacingMode = "timer" | "hybrid";

/** Timers fire up to this much late, so a hybrid pacer stops trusting them this long before the due time. */
const SPIN_MS = 1.5;
/** A hybrid pacer may turn this share of a core into precision; beyond it only cores that would idle are spent [J]. */
const SPIN_SHARE = 0.25;
/** Cores left for the target and the system before one is spent on spinning [J]. */
const SPARE_CORES = 2;

/**
 * How one worker should wait. Spinning costs about `rate * SPIN_MS` of a core (measured: 80 % at 1,000/s) and buys
 * lateness of microseconds instead of a millisecond.
 * @param ratePerSecond highest rate of one worker; undefined in a closed loop without thinking, which never waits.
 */
export function choosePacing(
  ratePerSecond: number | undefined,
  workers: number,
  cores: number,
): PacingMode {
  if (ratePerSecond === undefined) return "timer";
  const cheap = (ratePerSecond * SPIN_MS) / 1000 <= SPIN_SHARE;
  return cheap || cores - workers >= SPARE_CORES ? "hybrid" : "timer";
}

/** Calls back when things are due. One pending timer or immediate at a time. */
export class Pacer {
  readonly #clock: Clock;
  readonly #spinMs: number;
  readonly #fire: (now: number) => number;
  #timer: NodeJS.Timeout | undefined;
  #immediate: NodeJS.Immediate | undefined;
  readonly #turn: () => void = () => this.#step();

  /** @param fire does what is due at `now` and returns when it wants to be called next; Infinity waits for `wake`. */
  constructor(clock: Clock, mode: PacingMode, fire: (now: number) => number) {
    this.#clock = clock;
    this.#spinMs = mode === "hybrid" ? SPIN_MS : 0;
    this.#fire = fire;
  }

  /** Looks at what is due now, whatever was planned before. */
  wake(): void {
    this.stop();
    this.#step();
  }

  stop(): void {
    clearTimeout(this.#timer);
    clearImmediate(this.#immediate);
    this.#timer = this.#immediate = undefined;
  }

  #step(): void {
    this.#timer = this.#immediate = undefined;
    const next = this.#fire(this.#clock.now());
    if (next === Infinity) return;
    const wait = next - this.#clock.now() - this.#spinMs;
    if (wait > 0) this.#timer = setTimeout(this.#turn, Math.min(wait, MAX_SLEEP_MS));
    else this.#immediate = setImmediate(this.#turn);
  }
}

/** Longer sleeps overflow Node's timers. */
const MAX_SLEEP_MS = 0x7fff_ffff;
