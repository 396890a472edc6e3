import { afterEach, describe, expect, test } from "vitest";
import type { TestPlan } from "../../src/contracts/plan.ts";
import type { RunFile } from "../../src/contracts/run-file.ts";
import { execute } from "../fixtures/execute.ts";
import { closedLoad, openLoad, plan } from "../fixtures/plan.ts";
import type { SampleRow } from "../fixtures/samples.ts";
import { getJson, type Service, startService } from "../fixtures/service.ts";

interface Truth {
  readonly requests: number;
  readonly connections: number;
  readonly bytesIn: number;
  readonly bytesOut: number;
}

let service: Service | undefined;
afterEach(() => service?.stop());

function expectConserved(run: RunFile, samples: readonly SampleRow[]): void {
  const { requests } = run;
  const outcomes = Object.values(requests.outcomes).reduce((sum, n) => sum + n, 0);
  expect(requests.scheduled).toBe(requests.sent + requests.dropped);
  expect(outcomes).toBe(requests.sent);
  expect(requests.ok + requests.failed + requests.unfinished).toBe(requests.sent);
  const measured = samples.filter((sample) => !sample.warmup);
  expect(samples.length - measured.length).toBe(requests.warmup);
  expect(measured.filter((sample) => sample.outcome !== "dropped")).toHaveLength(requests.sent);
  expect(new Set(samples.map((sample) => sample.sequence)).size).toBe(samples.length);
  for (const [outcome, count] of Object.entries(requests.outcomes)) {
    expect(measured.filter((sample) => sample.outcome === outcome)).toHaveLength(count);
  }
}

const keepAlive = (on: boolean): Partial<TestPlan> => ({
  connections: { count: undefined, keepAlive: on, connectTimeoutMs: 5000, timeoutMs: 10_000 },
});

describe("the server counts what the report says", () => {
  test.each([
    ["open, 1 worker", { load: openLoad(300, 2, { arrivals: "poisson", warmupSeconds: 0.5 }) }],
    ["open, 2 workers", { load: openLoad(300, 2, { arrivals: "poisson" }), workers: 2 }],
    ["open, a connection a request", { load: openLoad(200, 2), ...keepAlive(false) }],
    ["closed, 1 worker", { load: closedLoad(4, 2) }],
    [
      "closed, 3 users on 2 workers, thinking",
      { load: closedLoad(3, 2, { thinkSeconds: 0.01 }), workers: 2 },
    ],
    ["closed, a count", { load: closedLoad(4, 60, { maxRequests: 777 }), workers: 2 }],
    ["open, a count", { load: openLoad(500, 60, { maxRequests: 500 }), workers: 2 }],
  ] as [string, Partial<TestPlan>][])("%s", async (_name, overrides) => {
    service = await startService("delay", [2, 0.5]);
    const { run, samples } = await execute(plan(`${service.url}/predict`, overrides));
    const truth = await getJson<Truth>(`${service.url}/truth`);
    expectConserved(run, samples);
    expect(run.requests.ok).toBe(run.requests.sent);
    expect(truth.requests).toBe(run.requests.sent + run.requests.warmup + 1); // and the canary
    const out = samples.reduce((sum, sample) => sum + sample.bytes_out, 0);
    const into = samples.reduce((sum, sample) => sum + sample.bytes_in, 0);
    expect(truth.bytesIn).toBe(out + out / samples.length);
    expect(truth.bytesOut).toBe(into + into / samples.length);
    if (overrides.load?.maxRequests !== undefined)
      expect(run.requests.sent).toBe(overrides.load.maxRequests);
    expect(run.generator.workersLost).toBe(0);
  });
});

test("with faults on, every request still ends in exactly one outcome, and the right one", async () => {
  service = await startService("faulty", [
    "good=5",
    "http-5xx=1",
    "http-4xx=1",
    "reset=1",
    "close=1",
    "garbage=1",
  ]);
  const { run, samples } = await execute(
    plan(`${service.url}/`, { load: openLoad(300, 3), workers: 2 }),
  );
  expectConserved(run, samples);
  const truth = await getJson<Record<string, number>>(`${service.url}/truth`);
  expect(run.requests.outcomes).toEqual({
    ok: truth["good"],
    "http-5xx": truth["http-5xx"],
    "http-4xx": truth["http-4xx"],
    reset: truth["reset"],
    "closed-early": truth["close"],
    "protocol-error": truth["garbage"],
  });
  expect(run.latencyMs.response.n).toBe(truth["good"]);
  expect(run.kept.some((kept) => kept.outcome === "http-5xx" && kept.body === "busy")).toBe(true);
});

test("a silent server: requests in flight at the end are timeouts, the cap drops the rest, nothing vanishes", async () => {
  service = await startService("faulty", ["silence=1"]);
  const connections = {
    count: undefined,
    keepAlive: true,
    connectTimeoutMs: 1000,
    timeoutMs: 1500,
  };
  const { run, samples } = await execute(
    plan(service.url, { load: openLoad(100, 2, { maxInFlight: 20 }), connections }),
  );
  expectConserved(run, samples);
  expect(run.requests.scheduled).toBe(200);
  expect(run.requests.ok).toBe(0);
  expect(run.requests.outcomes.timeout).toBe(run.requests.sent);
  expect(run.requests.dropped).toBeGreaterThan(100);
  expect(run.generator.maxInFlight).toBe(20);
  expect(run.validity.reasons.map((reason) => reason.code)).not.toContain("achieved-rate");
});

test("an interrupted run keeps what it measured", async () => {
  service = await startService("delay", [5, 0]);
  const { run, samples } = await execute(plan(service.url, { load: openLoad(100, 60) }), {
    signal: AbortSignal.timeout(3000),
  });
  expectConserved(run, samples);
  expect(run.interrupted).toBe(true);
  expect(run.requests.ok).toBe(run.requests.sent);
  expect(run.requests.sent).toBeGreaterThan(50);
  expect(run.load.durationSeconds).toBeLessThan(10);
  expect(run.load.achievedRate).toBeGreaterThan(80);
});
