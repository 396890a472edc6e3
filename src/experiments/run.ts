import { basename } from "node:path";
import { analyse } from "../analysis/index.ts";
import { InterruptedError } from "../contracts/errors.ts";
import type { MonitorSeries } from "../contracts/monitor.ts";
import type { TestPlan } from "../contracts/plan.ts";
import { type Measurement, RUN_SCHEMA, type RunFile } from "../contracts/run-file.ts";
import {
  GeneratorMonitor,
  plannedLength,
  type Pool,
  preparePayloads,
  Recorder,
  RunClock,
  runLoad,
  sliceLength,
  toMeasurement,
  type WorkerHealth,
} from "../engine/index.ts";
import { describeEnvironment } from "./environment.ts";
import type { ExperimentHooks, ExperimentPorts, SampleStore } from "./ports.ts";
import { checkTarget, firstFailure } from "./preflight.ts";
import { inputProgress, ProgressMeter } from "./progress.ts";

export interface RunOptions {
  /** As the user typed it, secrets removed. */
  readonly command: string;
  /** The run directory; made, must not exist or be empty. */
  readonly directory: string;
}

export interface RunResult {
  readonly run: RunFile;
  readonly directory: string;
  /** What could not be kept, in sentences. */
  readonly notes: readonly string[];
}

/**
 * One load against one target: prepares inputs, checks that the target answers, runs, analyses and keeps the result.
 * @throws UserError when a directory, an input or the target cannot be used; nothing was loaded then.
 */
export async function runExperiment(
  plan: TestPlan,
  hooks: ExperimentHooks,
  options: RunOptions,
  ports: ExperimentPorts,
): Promise<RunResult> {
  const id = basename(options.directory);
  const store = await ports.openRun(options.directory);
  const pool = await preparePool(plan, hooks);
  const canary = await checkTarget(plan, pool.shared, hooks);

  const clock = new RunClock();
  const limitsMs = plan.slo
    .filter((slo) => slo.metric.kind === "percentile")
    .map((slo) => slo.limit);
  const recorder = new Recorder(
    limitsMs,
    pool.info.length,
    sliceLength(plan.load.maxRequests === undefined ? plannedLength(plan.load) : 0),
  );
  const samples = store.samples({ id, seed: plan.seed, payloads: pool.info });
  const watch = new Watch(plan, recorder, clock, ports);
  const startedAt = new Date().toISOString();
  hooks.onPhase("Opening connections");
  const load = await runLoad(
    { plan, pool: pool.shared, clock, recorder, sink: samples },
    {
      signal: hooks.signal,
      kill: hooks.kill,
      onStart: (workers) => watch.start(() => workers.health),
      onProgress: (progress) =>
        hooks.onProgress(
          watch.meter.read(progress, plan.load.warmupSeconds * 1000, plan.load.maxRequests),
        ),
    },
  );
  const monitors = watch.stop();
  const failed = canary.outcome === "ok" ? [] : [firstFailure(canary)];
  const notes = [...failed, ...watch.notes, ...(await closeSamples(samples))];
  const measurement = toMeasurement({
    plan,
    startedAt,
    pool,
    canary,
    recorder,
    load,
    limits: watch.generator.peak,
    monitors,
    samplesLost: samples.lost,
    limitsMs,
    notes,
  });
  const run = conclude(measurement, {
    id,
    command: options.command,
    version: ports.version,
    seed: plan.seed,
  });
  const kept = await store.writeRun(run).then(
    () => [],
    (error: Error) => [`run.json could not be written: ${error.message}`],
  );
  return { run, directory: store.path, notes: kept };
}

async function preparePool(plan: TestPlan, hooks: ExperimentHooks): Promise<Pool> {
  hooks.onPhase("Preparing inputs");
  const startMs = performance.now();
  const pool = await preparePayloads(
    plan,
    (done, total) => hooks.onProgress(inputProgress(done, total, startMs)),
    hooks.signal,
  );
  if (hooks.signal.aborted) throw new InterruptedError();
  return pool;
}

/** The run file of a measurement: facts first, then what analysis makes of them. */
export function conclude(
  measurement: Measurement,
  facts: { id: string; command: string; version: string; seed: number },
): RunFile {
  const judgement = analyse(measurement);
  return {
    schema: RUN_SCHEMA,
    id: facts.id,
    command: facts.command,
    seed: facts.seed,
    environment: describeEnvironment(facts.version),
    ...measurement,
    ...judgement,
    notes: [...new Set([...measurement.notes, ...judgement.notes])],
  };
}

type HealthSource = () => readonly (WorkerHealth | undefined)[];

/** Everything that looks on while the load runs. */
class Watch {
  readonly generator: GeneratorMonitor;
  readonly meter: ProgressMeter;
  readonly notes: string[] = [];
  #health: HealthSource = () => [];
  #session: { stop(): readonly MonitorSeries[] } | undefined;
  readonly #begin: () => void;

  constructor(plan: TestPlan, recorder: Recorder, clock: RunClock, ports: ExperimentPorts) {
    this.generator = new GeneratorMonitor({
      health: () => this.#health(),
      limits: () => ports.limits(plan),
      latenessMax: () => recorder.takeLatenessMax(),
    });
    this.meter = new ProgressMeter(recorder, () =>
      this.#health().reduce((sum, h) => sum + (h?.inFlight ?? 0), 0),
    );
    this.#begin = () => (this.#session = ports.watch(plan, this.generator, clock, this.notes));
  }

  start(health: HealthSource): void {
    this.#health = health;
    this.#begin();
  }

  stop(): readonly MonitorSeries[] {
    return this.#session?.stop() ?? [];
  }
}

async function closeSamples(samples: SampleStore): Promise<string[]> {
  await samples.close().catch(() => {});
  if (samples.error === undefined) return [];
  return [
    `samples.parquet lacks ${samples.lost} samples: ${samples.error}. All statistics are complete; only single samples are missing.`,
  ];
}
