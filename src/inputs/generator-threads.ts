import { Worker } from "node:worker_threads";
import type { Payload } from "../contracts/payload.ts";

/** What every thread is told at its start. */
export interface GeneratorSetup {
  readonly spec: { readonly kind: string };
  readonly seed: number;
}

/** Payloads finished out of turn that may wait, for each thread: bounds memory when one takes long. */
const AHEAD = 2;

/** Threads that make payloads side by side and hand them over in order. */
export class GeneratorThreads {
  readonly #workers: Worker[];
  readonly #idle: Worker[];
  readonly #total: number;
  readonly #ready = new Map<number, Payload>();
  #next = 0;
  #taken = 0;
  #waiting: { resolve: () => void; reject: (reason: unknown) => void } | undefined;
  #failure: { readonly reason: unknown } | undefined;

  constructor(job: GeneratorSetup & { readonly total: number }, threads: number) {
    const { total, ...setup } = job;
    this.#total = total;
    this.#workers = Array.from({ length: threads }, () => this.#start(setup));
    this.#idle = [...this.#workers];
    this.#assign();
  }

  /** Payload number `index`; to be called with 0, 1, 2 … in turn. */
  async take(index: number): Promise<Payload> {
    while (!this.#ready.has(index)) {
      if (this.#failure !== undefined) throw this.#failure.reason;
      await new Promise<void>((resolve, reject) => (this.#waiting = { resolve, reject }));
    }
    const payload = this.#ready.get(index)!;
    this.#ready.delete(index);
    this.#taken = index + 1;
    this.#assign();
    return payload;
  }

  /** Makes the current and every later `take` reject. */
  fail(reason: unknown): void {
    this.#failure ??= { reason };
    this.#waiting?.reject(reason);
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }

  #start(setup: GeneratorSetup): Worker {
    const worker = new Worker(new URL("./generator-worker.js", import.meta.url), {
      workerData: setup,
      // Flags of the process, such as --input-type, are meant for its own entry.
      execArgv: [],
    });
    worker.on("message", (payload: Payload) => {
      this.#ready.set(payload.index, payload);
      this.#idle.push(worker);
      this.#assign();
      this.#waiting?.resolve();
    });
    worker.on("error", (error) => this.fail(error));
    worker.on("exit", (code) =>
      this.fail(new Error(`a generating thread ended early (exit code ${code})`)),
    );
    return worker;
  }

  #assign(): void {
    const end = Math.min(this.#total, this.#taken + this.#workers.length * AHEAD);
    while (this.#next < end && this.#idle.length > 0) this.#idle.pop()!.postMessage(this.#next++);
  }
}
