import { RULES } from "../contracts/finding.ts";
import { OUTCOMES } from "../contracts/outcome.ts";
import type { HistogramData } from "../contracts/run-file.ts";
import { LatencyHistogram } from "../stats/index.ts";
import {
  AMOUNT,
  both,
  listOf,
  MAPPING,
  mapOf,
  NUMBER,
  objectOf,
  oneOf,
  optional,
  orNull,
  PLAIN,
  type Shape,
  TEXT,
  YES_OR_NO,
} from "./shape.ts";

const TEXTS = listOf(TEXT);
const AMOUNT_OR_NULL = orNull(AMOUNT);
const AMOUNT_IF_ANY = optional(AMOUNT);
const OUTCOME = oneOf(...OUTCOMES);

const LATENCY = objectOf({
  n: AMOUNT,
  mean: AMOUNT_IF_ANY,
  min: AMOUNT_IF_ANY,
  max: AMOUNT_IF_ANY,
  p50: AMOUNT_IF_ANY,
  p90: AMOUNT_IF_ANY,
  p95: AMOUNT_IF_ANY,
  p99: AMOUNT_IF_ANY,
  p99_9: AMOUNT_IF_ANY,
  ci: mapOf(listOf(AMOUNT, 2)),
  effectiveN: optional(mapOf(AMOUNT)),
  notes: TEXTS,
});

const HISTOGRAM = both(
  objectOf({
    precision: AMOUNT,
    counts: listOf(AMOUNT),
    sumMs: AMOUNT,
    minMs: AMOUNT_IF_ANY,
    maxMs: AMOUNT_IF_ANY,
  }),
  readable,
);

const SLICE = objectOf({
  startMs: NUMBER,
  lengthMs: AMOUNT,
  scheduled: AMOUNT,
  sent: AMOUNT,
  ok: AMOUNT,
  failed: AMOUNT,
  dropped: AMOUNT,
  completed: AMOUNT,
  bytesOut: AMOUNT,
  bytesIn: AMOUNT,
  response: HISTOGRAM,
});

const REASON = objectOf({
  code: TEXT,
  severity: oneOf("suspect", "invalid"),
  message: TEXT,
  value: NUMBER,
  limit: NUMBER,
  unit: TEXT,
  advice: TEXT,
});

const SLO_RESULT = objectOf({
  expression: TEXT,
  value: orNull(NUMBER),
  limit: NUMBER,
  unit: oneOf("ms", "share", "per-second"),
  pass: YES_OR_NO,
  decisive: YES_OR_NO,
  note: optional(TEXT),
});

const FINDING = objectOf({
  rule: oneOf(...RULES),
  verdict: TEXT,
  confidence: oneOf("low", "medium", "high"),
  evidence: listOf(
    objectOf({
      metric: TEXT,
      value: NUMBER,
      unit: TEXT,
      threshold: optional(NUMBER),
      source: TEXT,
    }),
  ),
  advice: TEXT,
  runnerUp: optional(oneOf(...RULES)),
  nextTest: TEXT,
});

const PAYLOAD = objectOf({
  index: AMOUNT,
  payloadBytes: AMOUNT,
  bodyBytes: AMOUNT,
  dimension: optional(objectOf({ unit: TEXT, value: AMOUNT })),
  traits: mapOf(PLAIN),
});

const MONITOR = objectOf({
  monitor: TEXT,
  subject: TEXT,
  role: oneOf("target", "generator", "host"),
  facts: mapOf(PLAIN),
  timesMs: listOf(NUMBER),
  columns: mapOf(
    objectOf({
      unit: oneOf("cores", "bytes", "share", "ms", "count", "per-second"),
      fold: oneOf("mean", "max", "last"),
      values: listOf(orNull(NUMBER)),
    }),
  ),
  unreadable: TEXTS,
});

const KEPT = objectOf({
  sequence: NUMBER,
  atMs: NUMBER,
  outcome: OUTCOME,
  status: AMOUNT,
  detail: TEXT,
  headers: TEXT,
  body: TEXT,
  bodyBytes: AMOUNT,
});

const LOAD = {
  stages: listOf(objectOf({ seconds: AMOUNT, target: AMOUNT })),
  warmupSeconds: AMOUNT,
  maxRequests: AMOUNT_IF_ANY,
};
const ARRIVALS = oneOf("poisson", "constant");
const LOADS: Readonly<Record<string, Shape>> = {
  open: objectOf({ ...LOAD, arrivals: ARRIVALS, startRate: AMOUNT, maxInFlight: AMOUNT }),
  closed: objectOf({ ...LOAD, thinkArrivals: ARRIVALS, startUsers: AMOUNT, thinkSeconds: AMOUNT }),
};

const PLAN = objectOf({
  target: optional(objectOf({ url: TEXT, method: optional(TEXT), headers: listOf(listOf(TEXT)) })),
  load: optional(both(objectOf({ model: oneOf("open", "closed") }), ofItsModel)),
  connections: optional(MAPPING),
  input: optional(MAPPING),
  protocol: optional(objectOf({ name: TEXT, options: mapOf(TEXT) })),
  expect: optional(TEXTS),
  slo: optional(
    listOf(objectOf({ expression: TEXT, metric: objectOf({ kind: TEXT }), limit: NUMBER })),
  ),
  monitor: optional(MAPPING),
  seed: AMOUNT_IF_ANY,
  workers: AMOUNT_IF_ANY,
});

/** What every field of a complete run file must look like: the contract's types, where JSON can break them. */
export const RUN_SHAPE: Shape = objectOf({
  schema: TEXT,
  id: TEXT,
  command: TEXT,
  seed: AMOUNT,
  startedAt: TEXT,
  target: objectOf({ url: TEXT, protocol: TEXT }),
  interrupted: YES_OR_NO,
  validity: objectOf({ verdict: oneOf("valid", "suspect", "invalid"), reasons: listOf(REASON) }),
  load: objectOf({
    model: oneOf("open", "closed"),
    offeredRate: AMOUNT_OR_NULL,
    achievedRate: AMOUNT,
    durationSeconds: AMOUNT,
    warmupSeconds: AMOUNT,
    connections: AMOUNT,
    concurrency: AMOUNT_OR_NULL,
  }),
  requests: objectOf({
    scheduled: AMOUNT,
    sent: AMOUNT,
    ok: AMOUNT,
    failed: AMOUNT,
    unfinished: AMOUNT,
    dropped: AMOUNT,
    warmup: AMOUNT,
    outcomes: mapOf(AMOUNT),
  }),
  throughput: objectOf({
    okPerSecond: AMOUNT,
    bytesOutPerSecond: AMOUNT,
    bytesInPerSecond: AMOUNT,
  }),
  latencyMs: objectOf({
    response: LATENCY,
    service: LATENCY,
    lateness: LATENCY,
    failed: LATENCY,
    phases: mapOf(LATENCY),
  }),
  slo: listOf(SLO_RESULT),
  findings: listOf(FINDING),
  notes: TEXTS,
  plan: PLAN,
  environment: objectOf({
    kneepoint: TEXT,
    node: TEXT,
    os: TEXT,
    cpu: TEXT,
    cores: AMOUNT,
    memoryBytes: AMOUNT,
    hostname: TEXT,
  }),
  generator: objectOf({
    workers: AMOUNT,
    workersLost: AMOUNT,
    pacing: oneOf("timer", "hybrid", "none"),
    connectionsOpened: AMOUNT,
    maxInFlight: AMOUNT,
    eventLoopUtilization: listOf(NUMBER),
    gcMs: AMOUNT,
    fdsUsed: AMOUNT_OR_NULL,
    fdLimit: AMOUNT_OR_NULL,
    portsUsed: AMOUNT_OR_NULL,
    portLimit: AMOUNT_OR_NULL,
    samplesLost: AMOUNT,
    clockJumpMs: optional(NUMBER),
  }),
  canary: optional(
    objectOf({ outcome: OUTCOME, status: AMOUNT, detail: TEXT, serviceMs: orNull(NUMBER) }),
  ),
  inputs: objectOf({
    spec: TEXT,
    kind: TEXT,
    unique: oneOf("nonce", "none"),
    pool: listOf(PAYLOAD),
    sentByPayload: listOf(AMOUNT),
    meanResponseByPayload: listOf(AMOUNT_OR_NULL),
    poolBytes: AMOUNT,
    preparedInMs: AMOUNT,
    notes: TEXTS,
  }),
  measuredMs: AMOUNT,
  okInWindow: AMOUNT_IF_ANY,
  slices: listOf(SLICE),
  histograms: objectOf({
    response: HISTOGRAM,
    service: HISTOGRAM,
    lateness: HISTOGRAM,
    pacing: HISTOGRAM,
    failed: HISTOGRAM,
    phases: mapOf(HISTOGRAM),
  }),
  overLimit: listOf(listOf(AMOUNT, 2)),
  monitors: listOf(MONITOR),
  kept: listOf(KEPT),
});

function ofItsModel(...[value, path, report]: Parameters<Shape>): void {
  LOADS[(value as { model: string }).model]?.(value, path, report);
}

/** Buckets in their order, and none beyond the last. */
function readable(...[value, path, report]: Parameters<Shape>): void {
  try {
    LatencyHistogram.fromData(value as HistogramData);
  } catch (error) {
    report(path, (error as Error).message, "a histogram as kneepoint writes it");
  }
}
