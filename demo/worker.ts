import { MODEL, loadDetector } from "./detector.ts";
import type { Detector } from "./detector.ts";
import { Service } from "./http.ts";
import type { FromWorker, ToWorker } from "./messages.ts";
import { ServiceMetrics, renderMetrics } from "./metrics.ts";
import type { Snapshot } from "./metrics.ts";
import type { ServiceOptions } from "./options.ts";
import { Predictor } from "./predictor.ts";

/** Side in pixels of the warm-up image when none is reduced. */
const WARM_UP_SIDE = 640;

/**
 * Serves in this process: loads the model, runs it once, and only then listens. Ends when told to stop.
 * `slot` is its number, from 1, and the label of its metrics.
 */
export async function runWorker(slot: number, options: ServiceOptions): Promise<void> {
  // Ctrl-C reaches every process of a terminal; the primary decides what it means.
  process.on("SIGINT", () => {});
  const detector = await loadDetector(options.threads);
  await warmUp(detector, options.maxSide);
  const metrics = new ServiceMetrics();
  const predictor = new Predictor(detector, options, metrics);
  const collected = new Map<number, (snapshots: readonly Snapshot[]) => void>();
  const service = new Service({
    options,
    predictor,
    metrics,
    about: { model: MODEL, worker: slot, pid: process.pid, maxSide: options.maxSide },
    collect: async () => renderMetrics(await collectAll(collected)),
  });
  process.on("message", (message: ToWorker) => {
    if (message.kind === "report") {
      const snapshot = metrics.snapshot(String(slot), predictor.waiting);
      tell({ kind: "snapshot", id: message.id, snapshot });
    } else if (message.kind === "collected") {
      collected.get(message.id)?.(message.snapshots);
      collected.delete(message.id);
    } else void service.stop().then(() => process.exit(0));
  });
  service.server.once("error", (error) => fail(error));
  service.server.listen({ port: options.port, host: options.host }, () => tell({ kind: "ready" }));
}

/** Reports a failed start and ends this process. */
export function fail(error: unknown): void {
  const reason = error instanceof Error ? error.message : String(error);
  process.send?.({ kind: "failed", reason } satisfies FromWorker, undefined, undefined, () =>
    process.exit(1),
  );
}

function tell(message: FromWorker): void {
  if (process.connected) process.send?.(message);
}

async function warmUp(detector: Detector, maxSide: number): Promise<void> {
  const side = maxSide === 0 ? WARM_UP_SIDE : Math.ceil(maxSide / 32) * 32;
  const rgb = new Uint8Array(3 * side * side);
  await detector.detect({
    width: side,
    height: side,
    reducedWidth: side,
    reducedHeight: side,
    rgb,
  });
}

let collections = 0;

function collectAll(
  waiting: Map<number, (snapshots: readonly Snapshot[]) => void>,
): Promise<readonly Snapshot[]> {
  const id = ++collections;
  return new Promise((resolve) => {
    waiting.set(id, resolve);
    tell({ kind: "collect", id });
  });
}
