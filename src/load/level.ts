import type { Stage } from "../contracts/plan.ts";

/** A straight piece of a load profile: times in seconds from the profile's start, levels in requests/s or users. */
interface Segment {
  readonly start: number;
  readonly seconds: number;
  readonly from: number;
  readonly to: number;
  /** Requests (or user-seconds) before the segment: the integral of the level up to `start`. */
  readonly before: number;
}

/**
 * A piecewise linear load level over time, with its integral and the integral's inverse. Intended times follow from
 * the inverse alone, so that every ramp sends exactly the requests its area says.
 */
export class LoadProfile {
  readonly seconds: number;
  /** Integral over the whole profile: requests in the open model. */
  readonly total: number;
  readonly #segments: readonly Segment[];
  #cursor = 0;

  /** @param startLevel level at time 0; each stage goes on from the end of the one before. */
  constructor(startLevel: number, stages: readonly Stage[]) {
    const segments: Segment[] = [];
    let start = 0;
    let before = 0;
    let from = startLevel;
    for (const { seconds, target } of stages) {
      if (seconds > 0) segments.push({ start, seconds, from, to: target, before });
      start += seconds;
      before += (seconds * (from + target)) / 2;
      from = target;
    }
    this.#segments = segments;
    this.seconds = start;
    this.total = before;
  }

  /** The level at `t` seconds; 0 outside the profile. */
  level(t: number): number {
    const segment = this.#segments.find((s) => t >= s.start && t < s.start + s.seconds);
    if (segment === undefined) return 0;
    return segment.from + ((segment.to - segment.from) * (t - segment.start)) / segment.seconds;
  }

  /** The highest level of the profile. */
  peak(): number {
    return this.#segments.reduce((peak, s) => Math.max(peak, s.from, s.to), 0);
  }

  /** The time in seconds by which the integral reaches `area`; Infinity beyond the total. Cheap for rising `area`. */
  timeOf(area: number): number {
    if (!(area < this.total)) return Infinity;
    if (this.#segments[this.#cursor]!.before > area) this.#cursor = 0;
    while ((this.#segments[this.#cursor + 1]?.before ?? Infinity) <= area) this.#cursor++;
    const { start, seconds, from, to, before } = this.#segments[this.#cursor]!;
    const need = area - before;
    if (need === 0 && from > 0) return start;
    // the positive root of from·x + slope·x²/2 = need, in the form that does not cancel
    const slope = (to - from) / seconds;
    return (
      start + (2 * need) / (from + Math.sqrt(Math.max(0, from * from + 2 * slope * need)) || 1)
    );
  }

  /** The first time >= `t` seconds at which the level is at least `wanted`; Infinity if never. */
  timeOfLevel(wanted: number, t: number): number {
    for (const { start, seconds, from, to } of this.#segments) {
      const begin = Math.max(t, start);
      if (begin >= start + seconds) continue;
      const slope = (to - from) / seconds;
      if (from + slope * (begin - start) >= wanted) return begin;
      if (to >= wanted && to > from) return start + (wanted - from) / slope;
    }
    return Infinity;
  }
}
