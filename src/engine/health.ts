import { PerformanceObserver } from "node:perf_hooks";
import type { HttpClient } from "../wire/index.ts";
import type { WorkerHealth } from "./messages.ts";

/** Reads a worker's own event loop, garbage collector and connections. */
export class HealthProbe {
  readonly #client: HttpClient;
  readonly #observer: PerformanceObserver;
  #start = performance.eventLoopUtilization();
  #last = this.#start;
  #gcMs = 0;

  constructor(client: HttpClient) {
    this.#client = client;
    this.#observer = new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) this.#gcMs += entry.duration;
    });
    this.#observer.observe({ entryTypes: ["gc"] });
  }

  /** Begins the overall figures here: start-up is not load. */
  restart(): void {
    this.#start = this.#last = performance.eventLoopUtilization();
    this.#gcMs = 0;
  }

  read(): WorkerHealth {
    const now = performance.eventLoopUtilization();
    const since = performance.eventLoopUtilization(now, this.#last).utilization;
    this.#last = now;
    return {
      eventLoop: since,
      eventLoopOverall: performance.eventLoopUtilization(now, this.#start).utilization,
      gcMs: this.#gcMs,
      inFlight: this.#client.inFlight,
      maxInFlight: this.#client.maxInFlight,
      connectionsOpened: this.#client.opened,
      openSockets: this.#client.openSockets,
    };
  }

  close(): void {
    this.#observer.disconnect();
  }
}
