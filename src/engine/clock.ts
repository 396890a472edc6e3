import type { Clock } from "../contracts/ports.ts";

/** Milliseconds of the system's monotonic clock, which all threads of a process share. */
export function monotonicNow(): number {
  const [seconds, nanoseconds] = process.hrtime();
  return seconds * 1000 + nanoseconds / 1e6;
}

/**
 * The run clock of one thread. `performance.now()` is cheap but counts from each thread's own start; its distance to
 * the monotonic clock is measured once, so that every thread's zero is the same instant.
 */
export class RunClock implements Clock {
  #origin = 0;
  readonly #distance: number = measureDistance();

  now(): number {
    return performance.now() - this.#origin;
  }

  /** Puts zero at an instant of `monotonicNow`. */
  setOrigin(monotonicMs: number): void {
    this.#origin = monotonicMs - this.#distance;
  }
}

/** Of several readings of both clocks the closest pair: an interruption between the two can only widen the gap. */
function measureDistance(): number {
  let best = { gap: Infinity, distance: 0 };
  for (let i = 0; i < 16; i++) {
    const before = performance.now();
    const monotonic = monotonicNow();
    const after = performance.now();
    if (after - before < best.gap) {
      best = { gap: after - before, distance: monotonic - (before + after) / 2 };
    }
  }
  return best.distance;
}
