import { afterEach, expect, test } from "vitest";
import { execute } from "../fixtures/execute.ts";
import { coresOfOthers } from "../fixtures/neighbours.ts";
import { openLoad, plan } from "../fixtures/plan.ts";
import { ahead } from "../fixtures/priority.ts";
import { getJson, type Service, startService } from "../fixtures/service.ts";

/** With more of the machine in other hands, what is measured is the neighbours' turns on the cores. */
const QUIET_CORES = 0.3;
const ATTEMPTS = 3;

let service: Service | undefined;
let restore = (): void => {};
afterEach(async () => {
  restore();
  await service?.stop();
});

interface Attempt {
  readonly misses: string[];
  readonly others: number;
}

async function attempt(seed: number): Promise<Attempt> {
  service = await startService("delay", [20, 0.5]);
  restore = ahead(service.pid);
  const { run } = await execute(
    plan(`${service.url}/`, {
      load: openLoad(100, 15, { arrivals: "poisson" }),
      monitor: { pid: service.pid, discover: false, periodMs: 500 },
      seed,
    }),
  );
  const { held } = await getJson<{ held: number[] }>(`${service.url}/truth`);
  await service.stop();
  restore();
  const truth = held.slice(1).sort((a, b) => a - b); // the first is the canary's
  expect(run.requests).toMatchObject({ sent: truth.length, ok: truth.length });
  const { p50, p90, p99 } = run.latencyMs.service;
  const compared = [
    { q: 0.5, value: p50! },
    { q: 0.9, value: p90! },
    { q: 0.99, value: p99! },
  ].map(({ q, value }) => ({ q, value, truth: truth[Math.ceil(q * truth.length) - 1]! }));
  const missed = compared.filter((c) => !(Math.abs(c.value - c.truth) <= 0.01 * c.truth + 0.3));
  return { misses: missed.map((c) => JSON.stringify(c)), others: coresOfOthers(run) };
}

// a busy neighbour can make a run worse, never too good: one run within the promise shows it
test(
  "p50, p90 and p99 are within 1 % + 0.3 ms of a server's known delays",
  { timeout: 120_000 },
  async (context) => {
    const attempts: Attempt[] = [];
    for (let seed = 0; seed < ATTEMPTS; seed++) {
      const made = await attempt(seed);
      if (made.misses.length === 0) return;
      attempts.push(made);
    }
    const others = Math.min(...attempts.map((made) => made.others));
    if (others > QUIET_CORES) {
      context.skip(
        `other processes used ${others.toFixed(2)} cores throughout; this needs a quiet machine`,
      );
    }
    expect(attempts.map((made) => made.misses)).toEqual([]);
  },
);
