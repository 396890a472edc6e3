import type { Snapshot } from "./metrics.ts";

/** From a serving process to the primary. */
export type FromWorker =
  | { readonly kind: "ready" }
  | { readonly kind: "failed"; readonly reason: string }
  /** Asks for the metrics of all processes. */
  | { readonly kind: "collect"; readonly id: number }
  | { readonly kind: "snapshot"; readonly id: number; readonly snapshot: Snapshot };

/** From the primary to a serving process. */
export type ToWorker =
  | { readonly kind: "stop" }
  | { readonly kind: "report"; readonly id: number }
  | { readonly kind: "collected"; readonly id: number; readonly snapshots: readonly Snapshot[] };

/** What a parent that forked the service hears when all processes serve. */
export interface ReadyMessage {
  readonly ready: true;
  readonly url: string;
  readonly port: number;
  /** The primary, which listens but does not serve. */
  readonly pid: number;
  /** The serving processes. */
  readonly pids: readonly number[];
}
