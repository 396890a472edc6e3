import type { Monitor, Reading } from "../contracts/monitor.ts";
import type { WorkerHealth } from "./messages.ts";

/** The generator's machine limits and how much of them is in use; null where unreadable. */
export interface GeneratorLimits {
  readonly fdsUsed: number | null;
  readonly fdLimit: number | null;
  readonly portsUsed: number | null;
  readonly portLimit: number | null;
}

/** Where the figures come from. */
export interface GeneratorSources {
  health(): readonly (WorkerHealth | undefined)[];
  limits(): GeneratorLimits;
  /** highest lateness of the generator's own in ms since the call before; NaN when nothing was sent. */
  latenessMax(): number;
}

/** The generator watching itself: event loop, garbage collection, requests in flight, descriptors, ports, lateness. */
export class GeneratorMonitor implements Monitor {
  readonly name = "generator";
  readonly subject = "load generator";
  readonly role = "generator";
  readonly facts = {};
  readonly columns = {
    eventLoop: { unit: "share", fold: "max" },
    gcMs: { unit: "ms", fold: "last" },
    inFlight: { unit: "count", fold: "max" },
    fds: { unit: "count", fold: "max" },
    ports: { unit: "count", fold: "max" },
    latenessMax: { unit: "ms", fold: "max" },
  } as const;
  readonly #sources: GeneratorSources;
  /** The highest use of descriptors and ports seen, and their limits. */
  peak: GeneratorLimits = { fdsUsed: null, fdLimit: null, portsUsed: null, portLimit: null };

  constructor(sources: GeneratorSources) {
    this.#sources = sources;
  }

  read(): Reading {
    const health = this.#sources.health().filter((h) => h !== undefined);
    const limits = this.#sources.limits();
    this.peak = {
      fdsUsed: highest(this.peak.fdsUsed, limits.fdsUsed),
      fdLimit: limits.fdLimit,
      portsUsed: highest(this.peak.portsUsed, limits.portsUsed),
      portLimit: limits.portLimit,
    };
    const lateness = this.#sources.latenessMax();
    return {
      eventLoop: health.length === 0 ? null : Math.max(...health.map((h) => h.eventLoop)),
      gcMs: health.reduce((sum, h) => sum + h.gcMs, 0),
      inFlight: health.reduce((sum, h) => sum + h.inFlight, 0),
      fds: limits.fdsUsed,
      ports: limits.portsUsed,
      latenessMax: Number.isNaN(lateness) ? null : lateness,
    };
  }

  unreadable(): string[] {
    const { fdsUsed, portsUsed } = this.#sources.limits();
    return [
      ...(fdsUsed === null ? ["file descriptors in use: no readable /proc/self/fd"] : []),
      ...(portsUsed === null ? ["local ports in use: no readable /proc/net/tcp"] : []),
    ];
  }
}

function highest(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b);
}
