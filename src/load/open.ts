import type { LoadCommon, OpenLoad } from "../contracts/plan.ts";
import { seedFor, Sfc32 } from "../stats/random.ts";
import type { Part } from "./division.ts";
import { LoadProfile } from "./level.ts";

/**
 * The intended times of an open load, drawn ahead from the seed. Every worker draws the whole schedule and keeps each
 * `part.of`-th arrival, so that the union of all parts is the schedule of one worker, to the last bit.
 *
 * Arrivals of a ramp come from the time-rescaling theorem: unit-rate arrivals (spaced 1, or exponentially for
 * Poisson) mapped through the inverse of the integrated rate (Daley & Vere-Jones, An Introduction to the Theory of
 * Point Processes, 7.4).
 */
export class ArrivalSchedule {
  /** Intended time of the current arrival, ms of the run clock (warm-up is negative); Infinity when there is none. */
  time: number = -Infinity;
  /** Number of the current arrival in the whole run, warm-up included. */
  sequence: number = -1;

  readonly #profile: LoadProfile;
  readonly #warmupSeconds: number;
  readonly #rng: Sfc32;
  readonly #poisson: boolean;
  readonly #part: Part;
  #remaining: number;
  #area = 0;

  constructor(load: OpenLoad & LoadCommon, seed: number, part: Part = { index: 0, of: 1 }) {
    this.#warmupSeconds = load.warmupSeconds;
    const warmup = { seconds: load.warmupSeconds, target: load.startRate };
    this.#profile = new LoadProfile(load.startRate, [warmup, ...load.stages]);
    this.#rng = new Sfc32(seedFor(seed, "arrivals"));
    this.#poisson = load.arrivals === "poisson";
    this.#part = part;
    this.#remaining = load.maxRequests ?? Infinity;
    if (this.#poisson) this.#area = this.#gap();
  }

  /** Moves to this part's next arrival; false at the end. */
  advance(): boolean {
    do {
      if (!this.#draw()) return false;
    } while (this.sequence % this.#part.of !== this.#part.index);
    return true;
  }

  #draw(): boolean {
    const seconds = this.#remaining > 0 ? this.#profile.timeOf(this.#area) : Infinity;
    this.time = (seconds - this.#warmupSeconds) * 1000;
    if (seconds === Infinity) return false;
    this.sequence++;
    if (this.time >= 0) this.#remaining--;
    this.#area += this.#gap();
    return true;
  }

  #gap(): number {
    return this.#poisson ? -Math.log(1 - this.#rng.float()) : 1;
  }
}
