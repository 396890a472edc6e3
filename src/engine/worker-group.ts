import { setTimeout as sleep } from "node:timers/promises";
import { Worker } from "node:worker_threads";
import { batchOver, type SampleBatch } from "../contracts/sample.ts";
import type { KeptExchange } from "../contracts/run-file.ts";
import type { FromWorker, OpeningReport, ToWorker, WorkerHealth, WorkerSetup } from "./messages.ts";

/** Time for workers that are ended early to hand on what they recorded. */
const KILL_GRACE_MS = 500;

/** What a group of workers tells its owner. */
export interface GroupListener {
  /** Samples; the batch must not be kept after the call. */
  samples(batch: SampleBatch): void;
  kept(exchange: KeptExchange): void;
  /** All workers have come to the end of their schedules. */
  scheduled(): void;
}

/** The worker threads of a run. A worker that dies is counted and the rest go on. */
export class WorkerGroup {
  /** Why workers were lost, one entry each. */
  readonly lost: string[] = [];
  readonly health: (WorkerHealth | undefined)[];
  readonly #workers: Worker[];
  readonly #listener: GroupListener;
  readonly #ready: Promise<OpeningReport | undefined>[];
  readonly #done: Promise<void>[];
  #scheduling: number;
  #killed = false;

  constructor(setups: readonly WorkerSetup[], listener: GroupListener) {
    this.#listener = listener;
    this.#scheduling = setups.length;
    this.health = setups.map(() => undefined);
    this.#workers = setups.map(
      (setup) =>
        new Worker(new URL("./worker.js", import.meta.url), {
          workerData: setup,
          // flags of the program that uses the library, such as --input-type, are not for this thread
          execArgv: [],
          name: `kneepoint-load-${setup.part.index}`,
        }),
    );
    this.#ready = this.#workers.map((worker) => untilReady(worker));
    this.#done = this.#workers.map((worker, index) => this.#listen(worker, index));
  }

  /** Resolves when every worker has its connections open, with one report each; lost workers report nothing. */
  ready(): Promise<(OpeningReport | undefined)[]> {
    return Promise.all(this.#ready);
  }

  broadcast(message: ToWorker): void {
    for (const worker of this.#workers) worker.postMessage(message);
  }

  /** Resolves when every worker is done or lost. */
  async done(): Promise<void> {
    await Promise.all(this.#done);
  }

  /** Ends all workers: what is in flight ends as unfinished, and what was recorded is handed on if that goes quickly. */
  async kill(): Promise<void> {
    this.#killed = true;
    this.broadcast({ type: "stop", drainMs: 0 });
    const patience = new AbortController();
    const { signal } = patience;
    await Promise.race([this.done(), sleep(KILL_GRACE_MS, undefined, { signal }).catch(() => {})]);
    patience.abort();
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }

  #listen(worker: Worker, index: number): Promise<void> {
    return new Promise((resolve) => {
      let finished = false;
      let lost = false;
      const lose = (why: string): void => {
        if (!finished && !lost && !this.#killed) this.lost.push(`worker ${index} ${why}`);
        lost = true;
      };
      worker.on("message", (message: FromWorker) => {
        if (message.type === "done") finished = true;
        this.#take(worker, index, message);
        if (finished) void worker.terminate();
      });
      worker.on("error", (error) => lose(`failed: ${error.message}`));
      worker.on("exit", (code) => {
        if (!finished) this.#endOfSchedule();
        lose(`ended with code ${code}`);
        resolve();
      });
    });
  }

  #take(worker: Worker, index: number, message: FromWorker): void {
    switch (message.type) {
      case "batch": {
        const { buffer, length } = message;
        this.#listener.samples(batchOver(index, buffer, length));
        worker.postMessage({ type: "recycle", buffer } satisfies ToWorker, [buffer]);
        break;
      }
      case "kept":
        this.#listener.kept(message.exchange);
        break;
      case "scheduled":
        this.#endOfSchedule();
        break;
      case "health":
      case "done":
        this.health[index] = message.health;
        break;
      case "ready":
        break;
    }
  }

  #endOfSchedule(): void {
    if (--this.#scheduling === 0) this.#listener.scheduled();
  }
}

function untilReady(worker: Worker): Promise<OpeningReport | undefined> {
  return new Promise((resolve) => {
    worker.on("message", (message: FromWorker) => {
      if (message.type === "ready") resolve(message.opening);
    });
    worker.once("exit", () => resolve(undefined));
  });
}
