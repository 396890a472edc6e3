import type { ClosedLoad, LoadCommon } from "../contracts/plan.ts";
import { seedFor, Sfc32 } from "../stats/random.ts";
import { type Part, shareOf } from "./division.ts";
import { LoadProfile } from "./level.ts";

/**
 * The users of a closed load: when each may send next. User `u` is at work while the profile's level is at least
 * `u + 1`. Users are dealt to workers like cards; thinking times come from each user's own stream, so that neither
 * the number of workers nor the speed of other users changes them.
 */
export class UserSchedule {
  /** Numbers of this part's users. */
  readonly users: readonly number[];
  /** Highest number of users at once, over all parts. */
  readonly totalUsers: number;
  readonly #profile: LoadProfile;
  readonly #load: ClosedLoad & LoadCommon;
  readonly #part: Part;
  readonly #rngs: readonly Sfc32[];
  readonly #iterations: Float64Array;
  #remaining: number;

  constructor(load: ClosedLoad & LoadCommon, seed: number, part: Part = { index: 0, of: 1 }) {
    const warmup = { seconds: load.warmupSeconds, target: load.startUsers };
    this.#load = load;
    this.#part = part;
    this.#profile = new LoadProfile(load.startUsers, [warmup, ...load.stages]);
    this.totalUsers = Math.floor(this.#profile.peak());
    this.users = Array.from(
      { length: shareOf(this.totalUsers, part.index, part.of) },
      (_, i) => part.index + i * part.of,
    );
    this.#rngs = this.users.map((user) => new Sfc32(seedFor(seed, "think", user)));
    this.#iterations = new Float64Array(this.users.length);
    this.#remaining =
      load.maxRequests === undefined ? Infinity : shareOf(load.maxRequests, part.index, part.of);
  }

  /**
   * When a user who is ready at `readyMs` may send: at once, later if the profile has no place for it yet, or
   * Infinity if never again. Milliseconds of the run clock.
   */
  admit(user: number, readyMs: number): number {
    if (this.#remaining <= 0) return Infinity;
    const offset = this.#load.warmupSeconds;
    const ready = Math.max(0, readyMs / 1000 + offset);
    const admitted = this.#profile.timeOfLevel(user + 1, ready);
    // not through seconds and back: a rounding error here could put the last warm-up request into the window
    if (admitted === ready) return Math.max(readyMs, -offset * 1000);
    return (admitted - offset) * 1000;
  }

  /** Takes one request for a user, sent at `timeMs`; its number in the run, or -1 when the count is used up. */
  take(user: number, timeMs: number): number {
    if (this.#remaining <= 0) return -1;
    if (timeMs >= 0) this.#remaining--;
    return this.#iterations[this.#slot(user)]!++ * this.totalUsers + user;
  }

  /** A thinking time in ms: exponential about the mean (`poisson`) or the mean itself (`constant`). */
  think(user: number): number {
    const mean = this.#load.thinkSeconds * 1000;
    if (mean === 0 || this.#load.thinkArrivals === "constant") return mean;
    return -Math.log(1 - this.#rngs[this.#slot(user)]!.float()) * mean;
  }

  #slot(user: number): number {
    return (user - this.#part.index) / this.#part.of;
  }
}
