import cluster from "node:cluster";
import type { Worker } from "node:cluster";
import { createServer } from "node:net";
import { Collector } from "./collector.ts";
import type { FromWorker, ToWorker } from "./messages.ts";
import type { ServiceOptions } from "./options.ts";

/** Serving processes that do not end within this time of being asked are killed. */
const STOP_MS = 5000;
/** A process that ended sooner than this after its start is replaced only after the same time: no busy loop of crashes. */
const SHORT_LIFE_MS = 1000;

/** Environment variable that tells a serving process its number; its options are those of the command line. */
export const SLOT_VARIABLE = "KNEEPOINT_DEMO_SLOT";

/** Told when a serving process ended unasked and another takes its place. */
export type OnRestart = (slot: number, pid: number, how: string, restarts: number) => void;

/** The primary: starts, watches, replaces and stops the serving processes. */
export class ServiceCluster {
  readonly #options: ServiceOptions;
  readonly #onRestart: OnRestart;
  readonly #workers = new Map<number, Worker>();
  readonly #collector = new Collector(() => [...this.#workers.values()]);
  #port = 0;
  #started = false;
  #stopped: Promise<void> | undefined;
  #restarts = 0;
  #allGone: () => void = () => {};

  constructor(options: ServiceOptions, onRestart: OnRestart) {
    this.#options = options;
    this.#onRestart = onRestart;
  }

  /** The port in use; 0 before the start. */
  get port(): number {
    return this.#port;
  }

  /** Process ids of the serving processes. */
  get pids(): number[] {
    return [...this.#workers.values()].flatMap(({ process }) => process.pid ?? []);
  }

  /** Resolves when every process serves; rejects with the reason when one cannot. */
  async start(): Promise<void> {
    this.#port = await findPort(this.#options.host, this.#options.port);
    // The primary accepts and deals connections out in turn. The kernel, left to itself, prefers whoever woke last.
    cluster.schedulingPolicy = cluster.SCHED_RR;
    cluster.setupPrimary({ args: [...process.argv.slice(2), "--port", String(this.#port)] });
    const slots = Array.from({ length: this.#options.processes }, (_, index) => index + 1);
    await Promise.all(slots.map((slot) => this.#launch(slot)));
    this.#started = true;
  }

  /** Whether it was asked to stop. */
  get stopping(): boolean {
    return this.#stopped !== undefined;
  }

  /** Lets requests being served finish, sends waiting ones away, and resolves when no child is left. */
  stop(): Promise<void> {
    this.#stopped ??= this.#end();
    return this.#stopped;
  }

  async #end(): Promise<void> {
    if (this.#workers.size === 0) return;
    const gone = new Promise<void>((resolve) => (this.#allGone = resolve));
    for (const worker of this.#workers.values()) tell(worker, { kind: "stop" });
    const deadline = setTimeout(() => {
      for (const worker of this.#workers.values()) worker.process.kill("SIGKILL");
    }, STOP_MS);
    await gone;
    clearTimeout(deadline);
  }

  #launch(slot: number): Promise<void> {
    const worker = cluster.fork({ [SLOT_VARIABLE]: slot });
    const startedAt = performance.now();
    this.#workers.set(slot, worker);
    return new Promise((resolve, reject) => {
      let reason: string | undefined;
      worker.on("message", (message: FromWorker) => {
        if (message.kind === "ready") resolve();
        else if (message.kind === "failed") reason = message.reason;
        else this.#collector.receive(worker, message, this.#restarts);
      });
      worker.once("exit", (code, signal) => {
        this.#workers.delete(slot);
        const how = reason ?? signal ?? `exit code ${code}`;
        reject(new Error(`serving process ${slot} did not start: ${how}`));
        this.#ended(slot, worker, how, performance.now() - startedAt);
      });
    });
  }

  #ended(slot: number, worker: Worker, how: string, livedMs: number): void {
    if (this.stopping && this.#workers.size === 0) this.#allGone();
    if (this.stopping || !this.#started) return;
    this.#restarts++;
    this.#onRestart(slot, worker.process.pid ?? 0, how, this.#restarts);
    const again = (): void => {
      // A failed start ends the process, and so comes back here.
      if (!this.stopping) this.#launch(slot).catch(() => {});
    };
    setTimeout(again, livedMs < SHORT_LIFE_MS ? SHORT_LIFE_MS : 0);
  }
}

function tell(worker: Worker, message: ToWorker): void {
  if (worker.isConnected()) worker.send(message, () => {});
}

/**
 * The port to serve on. A wanted one is tried, so that the message is clear when it is taken; 0 becomes a number here,
 * because a lone process that is replaced would otherwise come back on another port.
 */
function findPort(host: string, wanted: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", (error) => {
      reject(new Error(`cannot listen on ${host}:${wanted}: ${error.message}`));
    });
    probe.listen(wanted, host, () => {
      const address = probe.address();
      const port = typeof address === "object" && address !== null ? address.port : wanted;
      probe.close(() => resolve(port));
    });
  });
}
