import type { Clock } from "../contracts/ports.ts";

const COARSEST_MS = 50;
const FINEST_MS = 1;
/** A deadline is noticed within this share of the shortest time limit. */
const SHARE = 1 / 20;

/** How often deadlines are looked at, for the given time limits: min(50 ms, a twentieth of the shortest). */
export function sweepPeriod(...limitsMs: readonly number[]): number {
  return Math.max(FINEST_MS, Math.min(COARSEST_MS, ...limitsMs.map((limit) => limit * SHARE)));
}

/**
 * One deadline for each of a fixed number of slots, watched by a single timer: setting and clearing one costs a
 * store. The timer keeps no process alive.
 */
export class Deadlines {
  #at: Float64Array;
  /** Slots from here on were never set. */
  #used = 0;
  #clock: Clock;
  #periodMs: number;
  #expired: (slot: number, now: number) => void;
  #timer: NodeJS.Timeout | undefined = undefined;

  constructor(
    slots: number,
    periodMs: number,
    clock: Clock,
    expired: (slot: number, now: number) => void,
  ) {
    this.#at = new Float64Array(slots).fill(Infinity);
    this.#clock = clock;
    this.#periodMs = periodMs;
    this.#expired = expired;
  }

  set(slot: number, at: number): void {
    this.#at[slot] = at;
    if (slot >= this.#used) this.#used = slot + 1;
    if (this.#timer === undefined) this.#start();
  }

  clear(slot: number): void {
    this.#at[slot] = Infinity;
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }

  #start(): void {
    this.#timer = setInterval(() => this.#sweep(), this.#periodMs).unref();
  }

  #sweep(): void {
    const now = this.#clock.now();
    const at = this.#at;
    for (let slot = 0; slot < this.#used; slot++) {
      if (at[slot]! > now) continue;
      at[slot] = Infinity;
      this.#expired(slot, now);
    }
  }
}
