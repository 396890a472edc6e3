import { availableParallelism } from "node:os";
import type { TestPlan } from "../contracts/plan.ts";
import type { SharedPool } from "../inputs/index.ts";
import { LoadProfile } from "../load/index.ts";
import type { WorkerSetup } from "./messages.ts";
import { choosePacing } from "./pacer.ts";

/** One worker carries tens of thousands of requests a second; more would only take cores from a local target. */
const CORES_PER_WORKER = 2;
const MAX_DEFAULT_WORKERS = 8;

/** Workers when the user names none: one for two cores. */
export function defaultWorkers(cores: number = availableParallelism()): number {
  return Math.max(1, Math.min(MAX_DEFAULT_WORKERS, Math.floor(cores / CORES_PER_WORKER)));
}

/** What each worker of a run is given at its birth. */
export function workerSetups(plan: TestPlan, pool: SharedPool): WorkerSetup[] {
  const of = plan.workers ?? defaultWorkers();
  const pacing = choosePacing(peakRate(plan, of), of, availableParallelism());
  return Array.from({ length: of }, (_, index) => ({ plan, pool, part: { index, of }, pacing }));
}

/** The highest rate one worker must pace, a second; undefined when users send as soon as they are answered. */
function peakRate(plan: TestPlan, workers: number): number | undefined {
  const { load } = plan;
  if (load.model === "open") return new LoadProfile(load.startRate, load.stages).peak() / workers;
  if (load.thinkSeconds === 0) return undefined;
  return new LoadProfile(load.startUsers, load.stages).peak() / load.thinkSeconds / workers;
}
