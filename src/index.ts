import { createRequire } from "node:module";
import type { Monitor } from "./contracts/monitor.ts";
import type { TestPlan } from "./contracts/plan.ts";
import type { Clock } from "./contracts/ports.ts";
import { endpointOf, type GeneratorLimits } from "./engine/index.ts";
import {
  type ExperimentHooks,
  type ExperimentPorts,
  type MonitorSession,
  runExperiment,
  type RunResult,
} from "./experiments/index.ts";
import {
  allMonitors,
  combineSources,
  findListener,
  generatorLimits,
  startMonitors,
} from "./monitors/index.ts";
import { readPlan } from "./plan/index.ts";
import { planChecks } from "./plan-checks.ts";
import { createRunDirectory } from "./report/index.ts";

export { headline } from "./analysis/index.ts";
export { describeProblem, InterruptedError, type Problem, UserError } from "./contracts/errors.ts";
export type { Evidence, Finding } from "./contracts/finding.ts";
export type { TestPlan } from "./contracts/plan.ts";
export type { RunFile, RunSummary } from "./contracts/run-file.ts";
export type { Progress, RunResult } from "./experiments/index.ts";
export { readRun, renderTerminal, summaryOf } from "./report/index.ts";

/** Version of this package. */
export const VERSION: string = (
  createRequire(import.meta.url)("../package.json") as { version: string }
).version;

/**
 * A complete, checked plan from what a plan file would hold, such as
 * `{ target: "http://127.0.0.1:8000/predict", load: { rate: "50/s", duration: "30s" } }`. Relative paths begin at `cwd`.
 * @throws UserError with every mistake, each with its place.
 */
export function createPlan(data: unknown, cwd: string = process.cwd()): TestPlan {
  const file = { name: "plan", data, lineOf: () => undefined };
  return readPlan({ flags: [], environment: {}, file }, planChecks(cwd, undefined));
}

/** How to follow and keep a run. */
export interface RunSettings extends Partial<ExperimentHooks> {
  /** The run directory, made if needed; must be empty. */
  readonly directory: string;
  /** How this run can be made again, for the report. */
  readonly command?: string;
}

/**
 * Loads a target as the plan says and keeps the result in a run directory.
 * @returns the run file and where it lies. A target that answers badly is a result, not an error.
 * @throws UserError when the plan, a directory or the target cannot be used; InterruptedError when `signal` fires
 * before anything was measured.
 */
export function run(plan: TestPlan, settings: RunSettings): Promise<RunResult> {
  const { directory, command = "kneepoint (library)" } = settings;
  const hooks: ExperimentHooks = {
    onProgress: settings.onProgress ?? (() => {}),
    onPhase: settings.onPhase ?? (() => {}),
    signal: settings.signal ?? new AbortController().signal,
    kill: settings.kill ?? new AbortController().signal,
  };
  return runExperiment(plan, hooks, { command, directory }, PORTS);
}

const PORTS: ExperimentPorts = {
  openRun: createRunDirectory,
  watch,
  limits(plan): GeneratorLimits {
    const { host, port } = endpointOf(plan.target.url);
    return generatorLimits(host, port);
  },
  version: VERSION,
};

function watch(plan: TestPlan, generator: Monitor, clock: Clock, notes: string[]): MonitorSession {
  const source = combineSources(generator, allMonitors({ targetPids: targetPids(plan, notes) }));
  return startMonitors(source, clock, plan.monitor.periodMs);
}

/** Roots of the target's process trees: as named, or found behind its port on this machine. */
function targetPids(plan: TestPlan, notes: string[]): readonly number[] {
  if (plan.monitor.pid !== undefined) return [plan.monitor.pid];
  if (!plan.monitor.discover) return [];
  const { host, port } = endpointOf(plan.target.url);
  const search = findListener(host, port);
  if (search.found) return search.roots;
  notes.push(`The target's processes were not watched: ${search.message}`);
  return [];
}
