import type { Finding } from "./finding.ts";
import type { MonitorSeries } from "./monitor.ts";
import type { Outcome } from "./outcome.ts";
import type { PayloadInfo } from "./payload.ts";
import type { TestPlan } from "./plan.ts";

/** Schema of `run.json`: name and major version. A reader refuses a newer major and reads every older one. */
export const RUN_SCHEMA = "kneepoint.run/1";

/** A histogram as stored: log-linear buckets, `[index, count, index, count, …]`, indices ascending. */
export interface HistogramData {
  /** Sub-bucket bits: 2^precision buckets a power of two, over microseconds. */
  readonly precision: number;
  readonly counts: readonly number[];
  readonly sumMs: number;
  /** Exact extremes in ms; undefined when empty. */
  readonly minMs?: number;
  readonly maxMs?: number;
}

/** A stretch of the run; requests belong to the one in which they were *intended*. */
export interface Slice {
  readonly startMs: number;
  readonly lengthMs: number;
  /** Requests the schedule wanted (open), or users started (closed). */
  readonly scheduled: number;
  readonly sent: number;
  readonly ok: number;
  readonly failed: number;
  readonly dropped: number;
  /** Responses, good or bad, that were complete in this stretch, whenever they were intended. */
  readonly completed: number;
  readonly bytesOut: number;
  readonly bytesIn: number;
  /** Response times of the ok requests. */
  readonly response: HistogramData;
}

export type Verdict = "valid" | "suspect" | "invalid";

export interface ValidityReason {
  /** Stable: `lateness`, `achieved-rate`, `generator-cpu`, `file-descriptors`, `ports`, `local-limit`, `steal`, `worker-lost` … */
  readonly code: string;
  readonly severity: "suspect" | "invalid";
  readonly message: string;
  readonly value: number;
  readonly limit: number;
  readonly unit: string;
  /** The remedy. */
  readonly advice: string;
}

export interface Validity {
  readonly verdict: Verdict;
  readonly reasons: readonly ValidityReason[];
}

/** Percentiles of one clock in ms. A percentile the samples cannot carry is absent and `notes` says why. */
export interface LatencySummary {
  readonly n: number;
  readonly mean?: number;
  readonly min?: number;
  readonly max?: number;
  readonly p50?: number;
  readonly p90?: number;
  readonly p95?: number;
  readonly p99?: number;
  readonly p99_9?: number;
  /** About 95 % intervals, corrected for correlation; only where they can be had. */
  readonly ci: Readonly<Record<string, readonly [low: number, high: number]>>;
  /** Samples that carry as much information as the correlated ones, by percentile. */
  readonly effectiveN?: Readonly<Record<string, number>>;
  readonly notes: readonly string[];
}

export interface SloResult {
  readonly expression: string;
  /** In the unit of the limit; null when it is infinite or cannot be known. */
  readonly value: number | null;
  readonly limit: number;
  readonly unit: "ms" | "share" | "per-second";
  readonly pass: boolean;
  /** False when the interval of the value holds the limit: another run may decide otherwise. */
  readonly decisive: boolean;
  readonly note?: string;
}

/** `queue` is the wait for a free connection, before the request is sent; the others follow it. */
export type PhaseName = "queue" | "dns" | "connect" | "tls" | "upload" | "wait" | "download";

/** The head of `run.json` and the output of `--json`: names and units are stable. */
export interface RunSummary {
  readonly schema: string;
  readonly id: string;
  readonly command: string;
  readonly seed: number;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly target: { readonly url: string; readonly protocol: string };
  readonly interrupted: boolean;
  readonly validity: Validity;
  readonly load: {
    readonly model: "open" | "closed";
    readonly offeredRate: number | null;
    readonly achievedRate: number;
    readonly durationSeconds: number;
    readonly warmupSeconds: number;
    readonly connections: number;
    readonly concurrency: number | null;
  };
  readonly requests: {
    readonly scheduled: number;
    readonly sent: number;
    readonly ok: number;
    readonly failed: number;
    readonly unfinished: number;
    readonly dropped: number;
    readonly warmup: number;
    readonly outcomes: Readonly<Partial<Record<Outcome, number>>>;
  };
  readonly throughput: {
    readonly okPerSecond: number;
    readonly bytesOutPerSecond: number;
    readonly bytesInPerSecond: number;
  };
  readonly latencyMs: {
    readonly response: LatencySummary;
    readonly service: LatencySummary;
    readonly lateness: LatencySummary;
    /** Time to the end of requests that failed. */
    readonly failed: LatencySummary;
    readonly phases: Readonly<Partial<Record<PhaseName, LatencySummary>>>;
  };
  readonly slo: readonly SloResult[];
  readonly findings: readonly Finding[];
  /** What was looked for and could not be read or decided. */
  readonly notes: readonly string[];
}

/** A failed or sampled exchange kept for people; secrets removed. */
export interface KeptExchange {
  readonly sequence: number;
  readonly atMs: number;
  readonly outcome: Outcome;
  readonly status: number;
  readonly detail: string;
  readonly headers: string;
  /** Beginning of the body as text. */
  readonly body: string;
  readonly bodyBytes: number;
}

/** What ran where. */
export interface Environment {
  readonly kneepoint: string;
  readonly node: string;
  readonly os: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryBytes: number;
  readonly hostname: string;
}

/** What the generator knows of itself. */
export interface GeneratorRecord {
  readonly workers: number;
  readonly workersLost: number;
  /** `timer`: sleeps to the due time; `hybrid`: sleeps, then spins for the last stretch. */
  readonly pacing: "timer" | "hybrid" | "none";
  readonly connectionsOpened: number;
  /** Highest number of requests in flight at once, all workers together (sum of the workers' maxima). */
  readonly maxInFlight: number;
  /** Event-loop utilisation by worker, whole run, 0..1. */
  readonly eventLoopUtilization: readonly number[];
  readonly gcMs: number;
  readonly fdsUsed: number | null;
  readonly fdLimit: number | null;
  readonly portsUsed: number | null;
  readonly portLimit: number | null;
  /** Samples that could not be written to disk, with the reason in `notes` of the run. */
  readonly samplesLost: number;
  /** Largest change of (wall clock - run clock) between two readings, ms: a suspended machine or a clock that was set. */
  readonly clockJumpMs?: number;
}

/** The single request sent before the load: proof that the target answers, and its time when nobody else asks. */
export interface Canary {
  readonly outcome: Outcome;
  readonly status: number;
  readonly detail: string;
  readonly serviceMs: number;
}

/** What was sent: what the pool held, and how often each payload went out (by index). */
export interface InputRecord {
  readonly spec: string;
  readonly kind: string;
  readonly unique: "nonce" | "none";
  readonly pool: readonly PayloadInfo[];
  readonly sentByPayload: readonly number[];
  /** Mean response time in ms of ok requests by payload; null when it had none. */
  readonly meanResponseByPayload: readonly (number | null)[];
  readonly poolBytes: number;
  readonly preparedInMs: number;
  readonly notes: readonly string[];
}

/** Everything measured, with all that a report or a diagnosis made later needs. Secrets never reach it. */
export interface RunFile extends RunSummary {
  readonly plan: TestPlan;
  readonly environment: Environment;
  readonly generator: GeneratorRecord;
  /** Undefined when none was sent. */
  readonly canary?: Canary;
  readonly inputs: InputRecord;
  /** Length of the measured window (warm-up and drain left out), ms. */
  readonly measuredMs: number;
  /**
   * Good answers complete within the measured window, whenever they were intended: what throughput counts, since answers that
   * come while the queue drains would flatter it. Undefined in runs that did not count them: then every ok request is taken.
   */
  readonly okInWindow?: number;
  readonly slices: readonly Slice[];
  readonly histograms: {
    readonly response: HistogramData;
    readonly service: HistogramData;
    readonly lateness: HistogramData;
    /** The generator's own share of lateness: the wait for a free connection taken off. */
    readonly pacing: HistogramData;
    readonly failed: HistogramData;
    readonly phases: Readonly<Partial<Record<PhaseName, HistogramData>>>;
  };
  /** Requests over each SLO limit in ms, counted exactly, with all that failed, were unfinished or dropped: `[limit, count]`. */
  readonly overLimit: readonly (readonly [limitMs: number, count: number])[];
  readonly monitors: readonly MonitorSeries[];
  readonly kept: readonly KeptExchange[];
}

/** What the engine measured, before analysis draws conclusions: the run file without its judgements. */
export type Measurement = Omit<
  RunFile,
  | "schema"
  | "validity"
  | "latencyMs"
  | "slo"
  | "findings"
  | "throughput"
  | "load"
  | "command"
  | "id"
  | "environment"
  | "target"
  | "seed"
> & { readonly target: { readonly url: string; readonly protocol: string } };
