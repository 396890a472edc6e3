import type { Monitor, MonitorSeries } from "../contracts/monitor.ts";
import type { PayloadInfo } from "../contracts/payload.ts";
import type { TestPlan } from "../contracts/plan.ts";
import type { Clock, Sink } from "../contracts/ports.ts";
import type { RunFile } from "../contracts/run-file.ts";
import type { SampleBatch } from "../contracts/sample.ts";
import type { GeneratorLimits } from "../engine/index.ts";

/** Progress of an experiment, a few times a second. */
export interface Progress {
  readonly phase: "inputs" | "connect" | "warm-up" | "load" | "drain";
  /** Of the phase, 0..1. */
  readonly fraction: number;
  readonly secondsLeft: number;
  /** Answers a second, lately. */
  readonly rate: number;
  readonly errors: number;
  readonly p99Ms: number | undefined;
  readonly inFlight: number;
}

/** How a person follows and ends an experiment. */
export interface ExperimentHooks {
  onProgress(progress: Progress): void;
  /** A sentence about what is being done. */
  onPhase(text: string): void;
  /** First interruption: drain and keep the results. */
  readonly signal: AbortSignal;
  /** Second interruption: end at once. */
  readonly kill: AbortSignal;
}

/** Where samples go, and how many could not be written. */
export interface SampleStore extends Sink<SampleBatch> {
  readonly lost: number;
  readonly error: string | undefined;
}

/** Where a run is kept. */
export interface RunStore {
  readonly path: string;
  samples(run: {
    readonly id: string;
    readonly seed: number;
    readonly payloads: readonly PayloadInfo[];
  }): SampleStore;
  writeRun(run: RunFile): Promise<void>;
}

/** Watches machines while the load runs. */
export interface MonitorSession {
  stop(): readonly MonitorSeries[];
}

/** The rooms an experiment does not know: handed in by the command line and the library. */
export interface ExperimentPorts {
  openRun(path: string): Promise<RunStore>;
  /** Begins to watch generator, host and target; `notes` takes what cannot be watched and why. */
  watch(plan: TestPlan, generator: Monitor, clock: Clock, notes: string[]): MonitorSession;
  limits(plan: TestPlan): GeneratorLimits;
  readonly version: string;
}
