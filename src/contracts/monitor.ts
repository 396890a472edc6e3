/** How two neighbouring readings of a column become one when a long run is thinned out. */
export type Fold = "mean" | "max" | "last";

/** One measured quantity over time. */
export interface MonitorColumn {
  readonly unit: "cores" | "bytes" | "share" | "ms" | "count" | "per-second";
  readonly fold: Fold;
  /** One value a time; null where it could not be read. */
  readonly values: (number | null)[];
}

/** What one monitor saw of one subject during a run. */
export interface MonitorSeries {
  /** Registered name of the monitor: `process`, `host`, `cgroup`, `generator` … */
  readonly monitor: string;
  /** What was watched: `target pid 4242 (node)`, `generator`, `host`. */
  readonly subject: string;
  /** Role of the subject in the run. */
  readonly role: "target" | "generator" | "host";
  /** Facts that do not change: command line, limits, core count. */
  readonly facts: Readonly<Record<string, string | number>>;
  /** Milliseconds of the run clock, one a reading. */
  readonly timesMs: number[];
  /** By name, such as `cpu`, `cpuMaxThread`, `rss`. Rates cover the time since the reading before. */
  readonly columns: Record<string, MonitorColumn>;
  /** What could not be read, and why. */
  readonly unreadable: string[];
}

/** One reading: values by column name; a name not given counts as null. */
export type Reading = Readonly<Record<string, number | null>>;

/** Watches one subject. One file a kind in `monitors/`. */
export interface Monitor {
  readonly name: string;
  readonly subject: string;
  readonly role: "target" | "generator" | "host";
  readonly facts: Readonly<Record<string, string | number>>;
  readonly columns: Readonly<
    Record<string, { readonly unit: MonitorColumn["unit"]; readonly fold: Fold }>
  >;
  /** Reads once. Never throws: what cannot be read is left out and named in `unreadable`. */
  read(): Reading;
  /** What could not be read so far, each once. */
  unreadable(): string[];
}
