import type { Slice } from "../contracts/run-file.ts";
import { LatencyHistogram } from "../stats/index.ts";

/** More slices than this are folded in pairs, so that an hour costs the memory of minutes. */
const MAX_SLICES = 1200;
/** Correlation-corrected intervals need 30 batches (method: measurement); slices must not be coarser. */
const WANTED_SLICES = 30;
const SLICE_LENGTHS_MS = [1000, 500, 250, 100];

/** The slice length for a load of `plannedMs`: a second, or less for short runs. */
export function sliceLength(plannedMs: number): number {
  return (
    SLICE_LENGTHS_MS.find((length) => plannedMs / length >= WANTED_SLICES) ??
    SLICE_LENGTHS_MS.at(-1)!
  );
}

/** Counters of one stretch of the run. */
class OpenSlice {
  scheduled = 0;
  sent = 0;
  ok = 0;
  failed = 0;
  dropped = 0;
  completed = 0;
  /** Good answers complete in this stretch, those of the warm-up included. */
  answered = 0;
  bytesOut = 0;
  bytesIn = 0;
  readonly response: LatencyHistogram = new LatencyHistogram();

  merge(other: OpenSlice): void {
    this.scheduled += other.scheduled;
    this.sent += other.sent;
    this.ok += other.ok;
    this.failed += other.failed;
    this.dropped += other.dropped;
    this.completed += other.completed;
    this.answered += other.answered;
    this.bytesOut += other.bytesOut;
    this.bytesIn += other.bytesIn;
    this.response.merge(other.response);
  }
}

/** Keeps counters and response times by stretch of intended time, in bounded memory. */
export class SliceRecorder {
  #lengthMs: number;
  #slices: OpenSlice[] = [];

  constructor(lengthMs: number) {
    this.#lengthMs = lengthMs;
  }

  /** The slice of an instant of the measured window (>= 0 ms). */
  at(timeMs: number): OpenSlice {
    let index = Math.floor(timeMs / this.#lengthMs);
    while (index >= MAX_SLICES) {
      this.#fold();
      index = Math.floor(timeMs / this.#lengthMs);
    }
    while (this.#slices.length <= index) this.#slices.push(new OpenSlice());
    return this.#slices[index]!;
  }

  /** Counts a response that was complete at `timeMs`. */
  completed(timeMs: number): void {
    this.at(timeMs).completed++;
  }

  /** Counts a good answer that was complete at `timeMs`, whenever it was intended. */
  answered(timeMs: number): void {
    this.at(timeMs).answered++;
  }

  /** Good answers complete before `endMs`, to the slice. */
  answeredBefore(endMs: number): number {
    const within = this.#slices.filter((_, i) => i * this.#lengthMs < endMs);
    return within.reduce((sum, slice) => sum + slice.answered, 0);
  }

  /** The slices up to `endMs`, the last one cut there: what completed in the drain belongs to none. */
  toSlices(endMs: number): Slice[] {
    const within = this.#slices.filter(
      (slice, i) => slice.scheduled > 0 || i * this.#lengthMs < endMs,
    );
    return within.map((slice, index) => this.#toSlice(slice, index * this.#lengthMs, endMs));
  }

  #toSlice(slice: OpenSlice, startMs: number, endMs: number): Slice {
    const { scheduled, sent, ok, failed, dropped, completed, bytesOut, bytesIn } = slice;
    const lengthMs = Math.max(Math.min(this.#lengthMs, endMs - startMs), 0) || this.#lengthMs;
    const counters = { scheduled, sent, ok, failed, dropped, completed, bytesOut, bytesIn };
    return { startMs, lengthMs, ...counters, response: slice.response.toData() };
  }

  #fold(): void {
    this.#lengthMs *= 2;
    const folded: OpenSlice[] = [];
    for (let i = 0; i < this.#slices.length; i += 2) {
      const slice = this.#slices[i]!;
      const next = this.#slices[i + 1];
      if (next !== undefined) slice.merge(next);
      folded.push(slice);
    }
    this.#slices = folded;
  }
}
