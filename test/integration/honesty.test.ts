import { afterEach, describe, expect, test } from "vitest";
import { execute } from "../fixtures/execute.ts";
import { openLoad, plan } from "../fixtures/plan.ts";
import { ahead } from "../fixtures/priority.ts";
import { type Service, startService } from "../fixtures/service.ts";

let service: Service | undefined;
let restore = (): void => {};

async function start(): Promise<Service> {
  service = await startService("delay", [0, 0]);
  restore = ahead(service.pid);
  return service;
}

afterEach(async () => {
  restore();
  await service?.stop();
});

const exact = (sorted: readonly number[], q: number): number =>
  sorted[Math.ceil(q * sorted.length) - 1]!;

describe("a server stopped for a second under a constant 200/s", () => {
  const STOP_MS = 1000;

  async function stoppedRun(
    connections: number | undefined,
  ): Promise<Awaited<ReturnType<typeof execute>>> {
    const { pid, url } = await start();
    const load = openLoad(200, 10);
    const pending = execute(
      plan(url, {
        load,
        connections: {
          count: connections,
          keepAlive: true,
          connectTimeoutMs: 5000,
          timeoutMs: 10_000,
        },
      }),
    );
    await new Promise((resolve) => setTimeout(resolve, 4500));
    process.kill(pid, "SIGSTOP");
    await new Promise((resolve) => setTimeout(resolve, STOP_MS));
    process.kill(pid, "SIGCONT");
    return pending;
  }

  test(
    "response times are what arithmetic says, though few connections waited",
    { timeout: 60_000 },
    async () => {
      const { run, samples } = await stoppedRun(8);
      expect(run.requests).toMatchObject({ scheduled: 2000, sent: 2000, ok: 2000, dropped: 0 });
      // a tenth of the requests fell into the stop and waited between 0 and 1 s for its end, evenly
      const waited = samples.filter((sample) => sample.response_ms! > 50).length;
      expect(waited).toBeGreaterThan(0.9 * 190);
      expect(waited).toBeLessThan(1.25 * 190);
      const { response, service: actual } = run.latencyMs;
      const sorted = samples.map((sample) => sample.response_ms!).sort((a, b) => a - b);
      expect(response.p50!).toBeLessThan(50);
      expect(Math.abs(exact(sorted, 0.95) - 500)).toBeLessThan(100);
      expect(Math.abs(exact(sorted, 0.99) - 900)).toBeLessThan(100);
      expect(Math.abs(response.max! - STOP_MS)).toBeLessThan(150);
      // eight connections waited for the server; the requests behind them had not been sent, which service time does not see
      expect(actual.p99!).toBeLessThan(100);
      expect(samples.filter((sample) => sample.service_ms! > 500).length).toBeLessThanOrEqual(8);
    },
  );

  test(
    "with a connection for every request, service time sees the stop as well",
    { timeout: 60_000 },
    async () => {
      const { run, samples } = await stoppedRun(undefined);
      expect(run.requests).toMatchObject({ scheduled: 2000, sent: 2000, ok: 2000, dropped: 0 });
      const sorted = samples.map((sample) => sample.service_ms!).sort((a, b) => a - b);
      expect(Math.abs(exact(sorted, 0.95) - 500)).toBeLessThan(100);
      expect(Math.abs(exact(sorted, 0.99) - 900)).toBeLessThan(100);
    },
  );
});
