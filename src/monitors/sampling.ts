import type { Monitor, MonitorSeries } from "../contracts/monitor.ts";
import type { Clock } from "../contracts/ports.ts";
import { Timeline } from "./timeline.ts";
import type { MonitorSource } from "./source.ts";

/** A last reading sooner than this after the one before would be mostly rounding. Share of the period. [J] */
const LAST_READING_AFTER = 0.2;

/** Monitors at work. */
export interface Sampling {
  /** Takes a last reading and gives everything read. Further calls give the same. */
  stop(): MonitorSeries[];
}

/**
 * Reads the monitors now and then every `periodMs` on a fixed grid of the clock; a reading that could not be made in
 * time is left out, not made up for. `monitors` is called before every reading and must give the same object for the
 * same subject each time: make monitors first, then the function. Memory is bounded: a long run is thinned by folding
 * neighbours and doubling the period. Keeps no process alive.
 */
export function startMonitors(monitors: MonitorSource, clock: Clock, periodMs: number): Sampling {
  const timeline = new Timeline();
  const startMs = clock.now();
  let period = periodMs;
  let timer: NodeJS.Timeout | undefined;
  let result: MonitorSeries[] | undefined;

  const readOnce = (): void => {
    const list: readonly Monitor[] = monitors();
    if (timeline.add(clock.now(), list)) period *= 2;
  };
  const schedule = (): void => {
    const elapsed = clock.now() - startMs;
    // To the nearest line of the grid, because timers also fire a little early.
    const nextMs = (Math.round(elapsed / period) + 1) * period;
    timer = setTimeout(tick, nextMs - elapsed);
    timer.unref();
  };
  const tick = (): void => {
    readOnce();
    schedule();
  };

  tick();
  return {
    stop: () => {
      if (result !== undefined) return result;
      clearTimeout(timer);
      const sinceLast = clock.now() - timeline.lastMs;
      if (timeline.length < 2 || sinceLast >= period * LAST_READING_AFTER) readOnce();
      return (result = timeline.series());
    },
  };
}
