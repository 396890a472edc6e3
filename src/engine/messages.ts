import type { TestPlan } from "../contracts/plan.ts";
import type { KeptExchange } from "../contracts/run-file.ts";
import type { SharedPool } from "../inputs/index.ts";
import type { Part } from "../load/index.ts";
import type { PacingMode } from "./pacer.ts";

/** Handed to a worker at its birth. */
export interface WorkerSetup {
  readonly plan: TestPlan;
  readonly pool: SharedPool;
  readonly part: Part;
  readonly pacing: PacingMode;
}

export type ToWorker =
  /** Zero of the run clock, in ms of the monotonic clock. */
  | { readonly type: "start"; readonly originMs: number }
  /** Send nothing more; end what is in flight after `drainMs` at the latest. */
  | { readonly type: "stop"; readonly drainMs: number }
  /** A batch buffer to fill again. */
  | { readonly type: "recycle"; readonly buffer: ArrayBuffer };

export type FromWorker =
  | { readonly type: "ready"; readonly opening: OpeningReport | undefined }
  | { readonly type: "batch"; readonly buffer: ArrayBuffer; readonly length: number }
  | { readonly type: "health"; readonly health: WorkerHealth }
  | { readonly type: "kept"; readonly exchange: KeptExchange }
  /** The schedule has come to its end; what is in flight may still finish. */
  | { readonly type: "scheduled" }
  | { readonly type: "done"; readonly health: WorkerHealth };

/** How the connections opened before the load came up. */
export interface OpeningReport {
  readonly wanted: number;
  readonly opened: number;
  /** First failure in words; empty when all opened. */
  readonly failure: string;
}

/** What a worker knows of itself, since its start unless said otherwise. */
export interface WorkerHealth {
  /** Share of time the event loop was busy since the report before. */
  readonly eventLoop: number;
  /** The same over the whole load. */
  readonly eventLoopOverall: number;
  readonly gcMs: number;
  readonly inFlight: number;
  readonly maxInFlight: number;
  readonly connectionsOpened: number;
  readonly openSockets: number;
}
