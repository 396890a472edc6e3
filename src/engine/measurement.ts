import { OUTCOMES, type Outcome } from "../contracts/outcome.ts";
import type { MonitorSeries } from "../contracts/monitor.ts";
import type { TestPlan } from "../contracts/plan.ts";
import { redactUrl } from "../contracts/redact.ts";
import type {
  Canary,
  GeneratorRecord,
  InputRecord,
  Measurement,
  PhaseName,
} from "../contracts/run-file.ts";
import type { Pool } from "../inputs/index.ts";
import type { LatencyHistogram } from "../stats/index.ts";
import type { LoadOutcome } from "./coordinator.ts";
import type { GeneratorLimits } from "./generator-monitor.ts";
import type { Recorder } from "./recorder.ts";
import { redactPlan, redactSpec } from "./redact-plan.ts";

/** Everything a run left behind. */
export interface MeasurementParts {
  readonly plan: TestPlan;
  readonly startedAt: string;
  readonly pool: Pool;
  readonly canary: Canary | undefined;
  readonly recorder: Recorder;
  readonly load: LoadOutcome;
  readonly limits: GeneratorLimits;
  readonly monitors: readonly MonitorSeries[];
  readonly samplesLost: number;
  readonly limitsMs: readonly number[];
  readonly notes: readonly string[];
}

/** Puts a run's remains into the form that analysis and reports read. */
export function toMeasurement(parts: MeasurementParts): Measurement {
  const { plan, recorder, load, canary } = parts;
  const measuredMs =
    plan.load.maxRequests === undefined ? load.endMs : Math.max(load.endMs, recorder.lastDone);
  return {
    startedAt: parts.startedAt,
    interrupted: load.interrupted,
    target: { url: redactUrl(plan.target.url), protocol: plan.protocol.name },
    plan: redactPlan(plan),
    requests: countRequests(recorder),
    measuredMs: Math.max(0, measuredMs),
    okInWindow: recorder.slices.answeredBefore(measuredMs),
    slices: recorder.slices.toSlices(measuredMs),
    histograms: {
      response: recorder.response.toData(),
      service: recorder.service.toData(),
      lateness: recorder.lateness.toData(),
      pacing: recorder.pacing.toData(),
      failed: recorder.failed.toData(),
      phases: phaseData(recorder.phases),
    },
    overLimit: parts.limitsMs.map((limit, i) => [limit, recorder.overLimit[i]!] as const),
    generator: generatorRecord(parts),
    ...(canary === undefined ? {} : { canary }),
    inputs: inputRecord(parts),
    monitors: parts.monitors,
    kept: load.kept.toSorted((a, b) => a.atMs - b.atMs),
    notes: [...parts.notes, ...openingNotes(load)],
  };
}

function countRequests(recorder: Recorder): Measurement["requests"] {
  const outcomes: Partial<Record<Outcome, number>> = {};
  for (const [code, outcome] of OUTCOMES.entries()) {
    if (recorder.outcomes[code]! > 0 && outcome !== "dropped")
      outcomes[outcome] = recorder.outcomes[code]!;
  }
  const { sent, ok, scheduled, warmup } = recorder;
  const unfinished = recorder.count("unfinished");
  return {
    scheduled,
    sent,
    ok,
    failed: sent - ok - unfinished,
    unfinished,
    dropped: recorder.count("dropped"),
    warmup,
    outcomes,
  };
}

function phaseData(
  phases: Record<PhaseName, LatencyHistogram>,
): Measurement["histograms"]["phases"] {
  const used = Object.entries(phases).filter(([, histogram]) => histogram.count > 0);
  return Object.fromEntries(used.map(([name, histogram]) => [name, histogram.toData()]));
}

function generatorRecord({ load, limits, samplesLost }: MeasurementParts): GeneratorRecord {
  const health = load.health.filter((h) => h !== undefined);
  const sum = (pick: (h: (typeof health)[number]) => number): number =>
    health.reduce((total, h) => total + pick(h), 0);
  return {
    workers: load.workers,
    workersLost: load.lost.length,
    pacing: load.pacing,
    connectionsOpened: sum((h) => h.connectionsOpened),
    maxInFlight: sum((h) => h.maxInFlight),
    eventLoopUtilization: health.map((h) => h.eventLoopOverall),
    gcMs: sum((h) => h.gcMs),
    ...limits,
    samplesLost,
    clockJumpMs: load.clockJumpMs,
  };
}

function inputRecord({ plan, pool, recorder }: MeasurementParts): InputRecord {
  const unique = pool.shared.entries.some((entry) => entry.marks.length > 0);
  const spec = redactSpec(plan.input.spec);
  return {
    spec: spec === undefined ? "none" : typeof spec === "string" ? spec : JSON.stringify(spec),
    kind: pool.kind,
    unique: unique ? "nonce" : "none",
    pool: pool.info,
    sentByPayload: [...recorder.sentByPayload],
    meanResponseByPayload: [...recorder.okByPayload].map((n, i) =>
      n === 0 ? null : recorder.responseSumByPayload[i]! / n,
    ),
    poolBytes: pool.bytes,
    preparedInMs: pool.preparedInMs,
    notes: pool.notes,
  };
}

function openingNotes(load: LoadOutcome): string[] {
  const openings = load.openings.filter((opening) => opening !== undefined);
  const wanted = openings.reduce((sum, opening) => sum + opening.wanted, 0);
  const opened = openings.reduce((sum, opening) => sum + opening.opened, 0);
  const lost = load.lost.map((why) => `A worker thread was lost: ${why}.`);
  if (opened === wanted) return lost;
  const failure = openings.find((opening) => opening.failure !== "")?.failure ?? "";
  return [
    ...lost,
    `Only ${opened} of ${wanted} connections could be opened before the load: ${failure}.`,
  ];
}
