import type { HistogramData, LatencySummary, RunFile } from "../contracts/run-file.ts";
import { plainText } from "./format.ts";
import { RUN_SHAPE } from "./run-shape.ts";

const NO_HISTOGRAM: HistogramData = { precision: 7, counts: [], sumMs: 0 };
const NO_LATENCY: LatencySummary = { n: 0, ci: {}, notes: [] };

/** What a run file says when an older version wrote it and did not know a field yet. */
const DEFAULTS: Shape<Omit<RunFile, "plan" | "schema">> = {
  id: "unknown",
  command: "",
  seed: 0,
  startedAt: "unknown",
  target: { url: "unknown", protocol: "unknown" },
  interrupted: false,
  validity: { verdict: "suspect", reasons: [] },
  load: {
    model: "open",
    offeredRate: null,
    achievedRate: 0,
    durationSeconds: 0,
    warmupSeconds: 0,
    connections: 0,
    concurrency: null,
  },
  requests: {
    scheduled: 0,
    sent: 0,
    ok: 0,
    failed: 0,
    unfinished: 0,
    dropped: 0,
    warmup: 0,
    outcomes: {},
  },
  throughput: { okPerSecond: 0, bytesOutPerSecond: 0, bytesInPerSecond: 0 },
  latencyMs: {
    response: NO_LATENCY,
    service: NO_LATENCY,
    lateness: NO_LATENCY,
    failed: NO_LATENCY,
    phases: {},
  },
  slo: [],
  findings: [],
  notes: [],
  environment: {
    kneepoint: "unknown",
    node: "unknown",
    os: "unknown",
    cpu: "unknown",
    cores: 0,
    memoryBytes: 0,
    hostname: "unknown",
  },
  generator: {
    workers: 0,
    workersLost: 0,
    pacing: "none",
    connectionsOpened: 0,
    maxInFlight: 0,
    eventLoopUtilization: [],
    gcMs: 0,
    fdsUsed: null,
    fdLimit: null,
    portsUsed: null,
    portLimit: null,
    samplesLost: 0,
  },
  inputs: {
    spec: "",
    kind: "unknown",
    unique: "none",
    pool: [],
    sentByPayload: [],
    meanResponseByPayload: [],
    poolBytes: 0,
    preparedInMs: 0,
    notes: [],
  },
  measuredMs: 0,
  slices: [],
  histograms: {
    response: NO_HISTOGRAM,
    service: NO_HISTOGRAM,
    lateness: NO_HISTOGRAM,
    pacing: NO_HISTOGRAM,
    failed: NO_HISTOGRAM,
    phases: {},
  },
  overLimit: [],
  monitors: [],
  kept: [],
};

/** Without these a file is no run, whatever its version. */
const ESSENTIAL = ["id", "target", "load", "requests", "latencyMs", "plan"] as const;

/** Every field of `T` that is not optional; optional ones may be left out. */
type Shape<T> = { readonly [K in keyof T as undefined extends T[K] ? never : K]: T[K] };

/** A run file made complete, or what is wrong with it. */
export type Completed = { readonly run: RunFile } | { readonly damage: string };

/** Fills what an older version did not write; fields of another type than they should be are damage. */
export function completeRun(parsed: Readonly<Record<string, unknown>>): Completed {
  const missing = ESSENTIAL.filter((key) => parsed[key] === undefined);
  if (missing.length > 0) return { damage: `${missing.join(", ")} missing` };
  const damaged: string[] = [];
  const run = completed(parsed, DEFAULTS, "", damaged);
  // what has the right type may still hold what has not
  if (damaged.length === 0) {
    RUN_SHAPE(run, "", (path, received, expected) => {
      damaged.push(`${path} is ${received}, not ${expected}`);
    });
  }
  if (damaged.length > 0) return { damage: inShort(damaged) };
  return { run: run as unknown as RunFile };
}

/** Damages told one by one; a file that is no run at all has thousands. */
const DAMAGES_SHOWN = 5;

function inShort(damaged: readonly string[]): string {
  const shown = damaged.slice(0, DAMAGES_SHOWN).join("; ");
  const rest = damaged.length - DAMAGES_SHOWN;
  return plainText(rest > 0 ? `${shown}; and ${rest} more` : shown, 1000);
}

function completed(
  given: Readonly<Record<string, unknown>>,
  defaults: object,
  path: string,
  damaged: string[],
): Record<string, unknown> {
  const result = { ...given };
  for (const [key, fallback] of Object.entries(defaults)) {
    const value = given[key];
    const at = path === "" ? key : `${path}.${key}`;
    if (value === undefined) result[key] = fallback;
    else if (fallback === null || (value === null && typeof fallback !== "object")) continue;
    else if (kind(value) !== kind(fallback)) {
      damaged.push(`${at} is ${kind(value)}, not ${kind(fallback)}`);
    } else if (kind(fallback) === "an object") {
      result[key] = completed(value as Record<string, unknown>, fallback as object, at, damaged);
    }
  }
  return result;
}

function kind(value: unknown): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  return typeof value === "object" ? "an object" : `a ${typeof value}`;
}
