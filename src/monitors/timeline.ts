import type { Fold, Monitor, MonitorColumn, MonitorSeries, Reading } from "../contracts/monitor.ts";

/** Readings kept of a subject: half an hour at one a second, and enough for any chart. Even. */
export const READINGS_KEPT = 1800;

/** Ended subjects kept; beyond it those with the fewest readings go first. [J] */
export const ENDED_KEPT = 64;

/** Readings of all subjects on one list of times, so that sums over subjects line up, however long the run. */
export class Timeline {
  #times: number[] = [];
  readonly #live = new Map<Monitor, Track>();
  #ended: Track[] = [];
  #forgotten = 0;
  #tracks = 0;

  /** Number of readings, and the time of the last; NaN before the first. */
  get length(): number {
    return this.#times.length;
  }
  get lastMs(): number {
    return this.#times.at(-1) ?? Number.NaN;
  }

  /** Reads all monitors; true when there were too many readings and every two became one. */
  add(atMs: number, monitors: readonly Monitor[]): boolean {
    const thin = this.#times.length >= READINGS_KEPT;
    if (thin) this.#thin();
    const given = new Set(monitors);
    this.#end(given, atMs);
    for (const monitor of given) {
      let track = this.#live.get(monitor);
      if (track === undefined) {
        track = new Track(monitor, this.#times.length, this.#tracks++);
        this.#live.set(monitor, track);
      }
      track.add(monitor.read());
    }
    this.#times.push(atMs);
    return thin;
  }

  /** What was seen of each subject, in the order of their appearance. */
  series(): MonitorSeries[] {
    const tracks = [...this.#ended, ...this.#live.values()].sort((a, b) => a.order - b.order);
    const series = tracks.map((track) => track.series(this.#times));
    if (this.#forgotten > 0) {
      series[0]?.unreadable.push(`processes: ${this.#forgotten} that ended soon are left out`);
    }
    return series;
  }

  #end(given: ReadonlySet<Monitor>, atMs: number): void {
    for (const [monitor, track] of this.#live) {
      if (given.has(monitor)) continue;
      track.endedMs = atMs;
      this.#live.delete(monitor);
      this.#ended.push(track);
    }
    if (this.#ended.length <= ENDED_KEPT) return;
    this.#forgotten += this.#ended.length - ENDED_KEPT;
    this.#ended = this.#ended.sort((a, b) => b.length - a.length).slice(0, ENDED_KEPT);
  }

  #thin(): void {
    for (const track of [...this.#ended, ...this.#live.values()]) track.thin();
    this.#times = this.#times.filter((_, i) => i % 2 === 1);
  }
}

/** The readings of one subject, from the reading numbered `#start` on. NaN stands for what could not be read. */
class Track {
  readonly order: number;
  endedMs: number | undefined;
  readonly #monitor: Monitor;
  #start: number;
  #values = new Map<string, number[]>();
  length = 0;

  constructor(monitor: Monitor, start: number, order: number) {
    this.#monitor = monitor;
    this.#start = start;
    this.order = order;
    for (const name of Object.keys(monitor.columns)) this.#values.set(name, []);
  }

  add(reading: Reading): void {
    for (const [name, values] of this.#values) values.push(reading[name] ?? Number.NaN);
    this.length++;
  }

  /** Folds readings 2k and 2k + 1 of the whole timeline into one. */
  thin(): void {
    for (const [name, values] of this.#values) {
      const fold = FOLDS[this.#monitor.columns[name]?.fold ?? "last"];
      const thinned: number[] = [];
      for (const [i, value] of values.entries()) {
        const number = this.#start + i;
        const first = number % 2 === 1 && i > 0 ? thinned.pop() : undefined;
        thinned.push(first === undefined ? value : foldKnown(fold, first, value));
      }
      this.#values.set(name, thinned);
    }
    const end = this.#start + this.length;
    this.#start = this.#start >> 1;
    this.length = ((end + 1) >> 1) - this.#start;
  }

  series(times: readonly number[]): MonitorSeries {
    const { name, subject, role, facts, columns } = this.#monitor;
    const read: Record<string, MonitorColumn> = {};
    for (const [column, values] of this.#values) {
      const { unit, fold } = columns[column]!;
      read[column] = { unit, fold, values: values.map((v) => (Number.isNaN(v) ? null : v)) };
    }
    return {
      monitor: name,
      subject,
      role,
      facts: this.endedMs === undefined ? facts : { ...facts, endedMs: this.endedMs },
      timesMs: times.slice(this.#start, this.#start + this.length),
      columns: read,
      unreadable: this.#monitor.unreadable(),
    };
  }
}

const FOLDS: Readonly<Record<Fold, (first: number, second: number) => number>> = {
  mean: (first, second) => (first + second) / 2,
  max: Math.max,
  last: (_, second) => second,
};

function foldKnown(fold: (a: number, b: number) => number, first: number, second: number): number {
  if (Number.isNaN(first)) return second;
  return Number.isNaN(second) ? first : fold(first, second);
}
