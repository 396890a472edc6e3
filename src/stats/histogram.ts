import type { HistogramData } from "../contracts/run-file.ts";
import {
  bucketLowerMs,
  bucketOf,
  BUCKETS,
  bucketUpperMs,
  LONGEST_MS,
  PRECISION,
} from "./buckets.ts";
import { rankOf } from "./ranks.ts";

/** Buckets added at once when a time falls outside those held so far: a quarter of a power of two. */
const GROWTH = 32;

/**
 * A log-linear histogram of times in ms. Quantiles are within 0.39 % of the exact ones above 1 µs; count, sum, minimum
 * and maximum are exact, and merging adds counts, so that the order of merging never matters to them.
 *
 * Only the stretch of buckets between the shortest and the longest time met is held: a second of a service whose
 * times span 10 to 100 ms takes 4 kB, 40 kB is the most, so that one histogram a slice can be kept as it is.
 */
export class LatencyHistogram {
  /** Counts of the buckets from `#first` on. */
  #counts: Float64Array = new Float64Array(0);
  #first = 0;
  #count = 0;
  #sum = 0;
  #min = Infinity;
  #max = -Infinity;

  /** Reads what `toData` gave. Throws as `addData` does. */
  static fromData(data: HistogramData): LatencyHistogram {
    const histogram = new LatencyHistogram();
    histogram.addData(data);
    return histogram;
  }

  /**
   * Counts one time in ms. NaN (the event did not happen) is left out; a negative time counts as 0, and one beyond
   * `LONGEST_MS`, infinity included, as `LONGEST_MS`.
   */
  record(ms: number): void {
    if (ms !== ms) return;
    const value = ms > 0 ? (ms < LONGEST_MS ? ms : LONGEST_MS) : 0;
    const bucket = bucketOf(value);
    const place = bucket - this.#first;
    if (place >= 0 && place < this.#counts.length) this.#counts[place]!++;
    else this.#reach(bucket, bucket)[bucket - this.#first]!++;
    this.#count++;
    this.#sum += value;
    if (value < this.#min) this.#min = value;
    if (value > this.#max) this.#max = value;
  }

  get count(): number {
    return this.#count;
  }

  /** Sum of the recorded times, ms. */
  get sum(): number {
    return this.#sum;
  }

  /** NaN when empty. */
  get mean(): number {
    return this.#sum / this.#count;
  }

  /** Smallest recorded time, exact; NaN when empty. */
  get min(): number {
    return this.#count === 0 ? Number.NaN : this.#min;
  }

  /** Largest recorded time, exact; NaN when empty. */
  get max(): number {
    return this.#count === 0 ? Number.NaN : this.#max;
  }

  /** Adds every count of another histogram. */
  merge(other: LatencyHistogram): void {
    const { length } = other.#counts;
    if (length === 0) return;
    const counts = this.#reach(other.#first, other.#first + length - 1);
    const shift = other.#first - this.#first;
    for (let i = 0; i < length; i++) counts[i + shift]! += other.#counts[i]!;
    this.#addTotals(other.#count, other.#sum, other.#min, other.#max);
  }

  /** Adds stored counts. Throws a RangeError when they were made with other buckets or are damaged. */
  addData(data: HistogramData): void {
    checkData(data);
    if (data.counts.length === 0) return;
    const counts = this.#reach(data.counts[0]!, data.counts.at(-2)!);
    let count = 0;
    for (let i = 0; i < data.counts.length; i += 2) {
      counts[data.counts[i]! - this.#first]! += data.counts[i + 1]!;
      count += data.counts[i + 1]!;
    }
    this.#addTotals(count, data.sumMs, data.minMs ?? Infinity, data.maxMs ?? -Infinity);
  }

  /** The form kept in a run file: only buckets that hold something. */
  toData(): HistogramData {
    const counts: number[] = [];
    this.forEachBucket((bucket, count) => counts.push(bucket, count));
    const extremes = this.#count === 0 ? {} : { minMs: this.#min, maxMs: this.#max };
    return { precision: PRECISION, counts, sumMs: this.#sum, ...extremes };
  }

  /** Visits every bucket that holds something, from short to long. */
  forEachBucket(visit: (bucket: number, count: number) => void): void {
    for (let i = 0; i < this.#counts.length; i++) {
      if (this.#counts[i]! > 0) visit(this.#first + i, this.#counts[i]!);
    }
  }

  /**
   * The q-quantile in ms by nearest rank, q in 0..1: the midpoint of its bucket, held within the exact minimum and
   * maximum. NaN when empty.
   */
  quantile(q: number): number {
    return this.atRank(rankOf(q, this.#count));
  }

  /** The rank-th shortest time (from 1): the middle of its bucket; the first and last are exact. NaN when there is none. */
  atRank(rank: number): number {
    if (rank === 1) return this.min;
    if (rank === this.#count) return this.max;
    const bucket = this.bucketAtRank(rank);
    return this.#clamp((bucketLowerMs(bucket) + bucketUpperMs(bucket)) / 2);
  }

  /** A time that the rank-th shortest does not fall below. NaN when there is none. */
  lowerEdge(rank: number): number {
    return this.#clamp(bucketLowerMs(this.bucketAtRank(rank)));
  }

  /** A time that the rank-th shortest does not exceed. NaN when there is none. */
  upperEdge(rank: number): number {
    return this.#clamp(bucketUpperMs(this.bucketAtRank(rank)));
  }

  /**
   * How many are longer than `ms`, at the resolution of a bucket: those that share a bucket with `ms` are not counted.
   * Exact beyond the extremes.
   */
  countAbove(ms: number): number {
    if (this.#count === 0 || ms >= this.#max) return 0;
    if (ms < this.#min) return this.#count;
    return this.countFromBucket(bucketOf(ms) + 1);
  }

  /** How many lie in this bucket or a longer one. */
  countFromBucket(bucket: number): number {
    let from = 0;
    for (let i = Math.max(0, bucket - this.#first); i < this.#counts.length; i++) {
      from += this.#counts[i]!;
    }
    return from;
  }

  /** The bucket of the rank-th shortest time (from 1); NaN when there is none. */
  bucketAtRank(rank: number): number {
    let left = rank >= 1 ? rank : Infinity;
    for (let i = 0; i < this.#counts.length; i++) {
      left -= this.#counts[i]!;
      if (left <= 0) return this.#first + i;
    }
    return Number.NaN;
  }

  #clamp(ms: number): number {
    return Math.min(Math.max(ms, this.#min), this.#max);
  }

  #addTotals(count: number, sum: number, min: number, max: number): void {
    this.#count += count;
    this.#sum += sum;
    this.#min = Math.min(this.#min, min);
    this.#max = Math.max(this.#max, max);
  }

  /** Makes room for the buckets `from` to `to`. */
  #reach(from: number, to: number): Float64Array {
    const held = this.#counts;
    const empty = held.length === 0;
    const end = this.#first + held.length;
    if (!empty && from >= this.#first && to < end) return held;
    const first = Math.min(roundDown(from), empty ? Infinity : this.#first);
    const counts = new Float64Array(Math.max(roundDown(to) + GROWTH, empty ? 0 : end) - first);
    if (!empty) counts.set(held, this.#first - first);
    this.#counts = counts;
    this.#first = first;
    return counts;
  }
}

function roundDown(bucket: number): number {
  return bucket - (bucket % GROWTH);
}

function checkData({ precision, counts }: HistogramData): void {
  if (precision !== PRECISION) {
    throw new RangeError(`histogram of precision ${precision}, expected ${PRECISION}`);
  }
  for (let i = 0, before = -1; i < counts.length; i += 2) {
    const bucket = counts[i]!;
    const count = counts[i + 1];
    const placed = Number.isInteger(bucket) && bucket > before && bucket < BUCKETS;
    if (!placed || count === undefined || !(count >= 0)) {
      throw new RangeError(`histogram bucket ${bucket} with count ${count}`);
    }
    before = bucket;
  }
}
