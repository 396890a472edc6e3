import type { Worker } from "node:cluster";
import type { FromWorker, ToWorker } from "./messages.ts";
import { RESTARTS, processValues } from "./metrics.ts";
import type { Snapshot } from "./metrics.ts";

/** A process that is deep in an inference answers late; its last report stands in for it after this time. */
const PATIENCE_MS = 1000;

interface Round {
  readonly missing: Set<Worker>;
  finish(): void;
}

/** Gathers the metrics of all processes in the primary, whichever of them was asked. */
export class Collector {
  readonly #workers: () => readonly Worker[];
  readonly #last = new Map<Worker, Snapshot>();
  readonly #rounds = new Map<number, Round>();
  #count = 0;

  constructor(workers: () => readonly Worker[]) {
    this.#workers = workers;
  }

  /** Takes a report in, or starts a round for the process that asks. */
  receive(
    worker: Worker,
    message: Extract<FromWorker, { kind: "collect" | "snapshot" }>,
    restarts: number,
  ): void {
    if (message.kind === "collect") {
      this.#start(worker, message.id, restarts);
      return;
    }
    this.#last.set(worker, message.snapshot);
    const round = this.#rounds.get(message.id);
    round?.missing.delete(worker);
    if (round?.missing.size === 0) round.finish();
  }

  #start(asker: Worker, id: number, restarts: number): void {
    const round = ++this.#count;
    const workers = this.#workers();
    for (const known of this.#last.keys()) if (!workers.includes(known)) this.#last.delete(known);
    const timer = setTimeout(() => this.#rounds.get(round)?.finish(), PATIENCE_MS);
    this.#rounds.set(round, {
      missing: new Set(workers),
      finish: () => {
        clearTimeout(timer);
        this.#rounds.delete(round);
        const snapshots = workers.flatMap((worker) => this.#last.get(worker) ?? []);
        send(asker, { kind: "collected", id, snapshots: [...snapshots, primary(restarts)] });
      },
    });
    for (const worker of workers) send(worker, { kind: "report", id: round });
  }
}

function primary(restarts: number): Snapshot {
  return { worker: "primary", values: [[RESTARTS, "", "", restarts], ...processValues()] };
}

function send(worker: Worker, message: ToWorker): void {
  if (worker.isConnected()) worker.send(message, () => {});
}
