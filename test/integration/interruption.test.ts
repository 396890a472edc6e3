import { once } from "node:events";
import { createServer, type Server } from "node:net";
import { afterEach, expect, test } from "vitest";
import { execute } from "../fixtures/execute.ts";
import { closedLoad, openLoad, plan } from "../fixtures/plan.ts";
import { type Service, startService } from "../fixtures/service.ts";

let service: Service | undefined;
let server: Server | undefined;
afterEach(async () => {
  await service?.stop();
  server?.close();
});

test("a second interruption ends at once and keeps what was in flight as unfinished", async () => {
  service = await startService("faulty", ["silence=1"]);
  const started = performance.now();
  const { run, samples } = await execute(
    plan(service.url, { load: openLoad(50, 60), workers: 2 }),
    {
      signal: AbortSignal.timeout(2500),
      kill: AbortSignal.timeout(3000),
    },
  );
  expect(performance.now() - started).toBeLessThan(20_000);
  expect(run.interrupted).toBe(true);
  expect(run.requests.sent).toBeGreaterThan(20);
  expect(run.requests.outcomes).toEqual({ unfinished: run.requests.sent });
  expect(samples).toHaveLength(run.requests.scheduled);
  expect(run.generator.workersLost).toBe(0);
});

test("an interruption during the drain counts as one", async () => {
  service = await startService("faulty", ["silence=1"]);
  const { run } = await execute(plan(service.url, { load: openLoad(50, 1) }), {
    signal: AbortSignal.timeout(3000),
    kill: AbortSignal.timeout(3300),
  });
  expect(run.interrupted).toBe(true);
  expect(run.requests).toMatchObject({ sent: 50, unfinished: 50 });
});

test("an interruption before the first answer ends without waiting for it", async () => {
  const sockets: { destroy(): void }[] = [];
  server = createServer((socket) => sockets.push(socket)).listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as { port: number };
  const started = performance.now();
  const running = execute(plan(`http://127.0.0.1:${port}/`, { load: closedLoad(1, 5) }), {
    signal: AbortSignal.timeout(800),
  });
  await expect(running).rejects.toThrow("Interrupted before anything was measured");
  expect(performance.now() - started).toBeLessThan(8000); // the request itself may take 10 s
  for (const socket of sockets) socket.destroy();
});
