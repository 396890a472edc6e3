/** What a plan does when it is not told otherwise. */
export const DEFAULTS = {
  /** As many users as wrk has connections: enough to load a service, few enough not to drown it. */
  concurrency: 10,
  durationSeconds: 30,
  timeoutMs: 60_000,
  connectTimeoutMs: 10_000,
  maxInFlight: 1000,
  /** 256 MiB. */
  inputMemoryBytes: 268_435_456,
  monitorPeriodMs: 1000,
  /** Warm-up: a share of the duration, within bounds. */
  warmupShare: 0.1,
  warmupMinSeconds: 1,
  warmupMaxSeconds: 10,
  /** A load that only a count ends stops after a day: a stage needs an end, and JSON has no infinity. */
  countOnlySeconds: 86_400,
} as const;
