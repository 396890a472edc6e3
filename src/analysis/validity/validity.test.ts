import { expect, test } from "vitest";
import type { Measurement, ValidityReason } from "../../contracts/run-file.ts";
import { type Machine, monitorsOf } from "../../../test/fixtures/machine.ts";
import { measurement, type MeasurementScenario, p } from "../../../test/fixtures/measurement.ts";
import { judgeValidity } from "./index.ts";

const QUIET: Machine = { cores: 4, processes: [{ cpu: 0.3 }] };

function reasons(scenario: MeasurementScenario): readonly ValidityReason[] {
  return judgeValidity(measurement(scenario)).reasons;
}

function codes(scenario: MeasurementScenario): string[] {
  return reasons(scenario).map(({ code, severity }) => `${code}: ${severity}`);
}

function generator(
  change: Partial<Measurement["generator"]>,
  scenario: MeasurementScenario = {},
): string[] {
  const base = measurement({ monitors: monitorsOf(QUIET), ...scenario });
  const { verdict, reasons } = judgeValidity({
    ...base,
    generator: { ...base.generator, ...change },
  });
  return [verdict, ...reasons.map(({ code, severity }) => `${code}: ${severity}`)];
}

test("a quiet run is valid, and so is one whose service cannot keep up", () => {
  expect(codes({ monitors: monitorsOf(QUIET) })).toEqual([]);
  expect(codes({ servers: 1, rate: 80 })).toEqual([]);
});

test("requests dropped because a slow service filled the in-flight cap are the service's fault", () => {
  const scenario = { servers: 1, serviceMs: 20, rate: 100, maxInFlight: 20 };
  expect(measurement(scenario).requests.dropped).toBeGreaterThan(500);
  expect(codes(scenario)).toEqual([]);
});

test("requests dropped by a cap that no service could keep are the plan's fault", () => {
  const scenario = { servers: 500, serviceMs: 200, rate: 400, maxInFlight: 10 };
  const [reason] = reasons(scenario);
  expect(reason).toMatchObject({ code: "in-flight-cap", severity: "suspect", limit: 10 });
  expect(reason!.value).toBeGreaterThan(10);
  expect(reason!.advice).toContain("--connections");
});

test.each<[number, readonly number[], string[]]>([
  [1.4, [], []],
  [1.8, [], ["lateness: suspect"]],
  [2.3, [], ["lateness: invalid"]],
  [5.8, [300], ["lateness: suspect"]],
  [6.3, [300], ["lateness: invalid"]],
  [6.3, [1000, 300], ["lateness: invalid"]],
  [14, [1000], []],
])("lateness of %f ms under latency SLOs of %j ms gives %j", (late, limits, expected) => {
  const slo = limits.map((limit) => p(99, limit));
  expect(codes({ rate: 50, lateMs: () => late, slo })).toEqual(expected);
});

test("the lateness reason names value, limit and remedy", () => {
  const [reason] = reasons({ lateMs: () => 9, monitors: monitorsOf(QUIET) });
  expect(reason).toMatchObject({ code: "lateness", limit: 2, unit: "ms" });
  expect(reason!.value).toBeCloseTo(9, 1);
  expect(reason!.message).toContain("p99 9 ms");
  expect(reason!.advice).toContain("--workers 2");
});

test("when the target fills the shared machine the remedy is another machine", () => {
  const monitors = monitorsOf({
    cores: 2,
    processes: [{ cpu: 0.9 }, { cpu: 0.9 }],
    generator: 0.2,
  });
  const [reason] = reasons({ lateMs: () => 9, monitors });
  expect(reason!.advice).toContain("another machine");
});

test("one late request among few does not make a run invalid; several do", () => {
  const lateOnce = (at: number): number => (at > 1500 && at < 1550 ? 30 : 0.05);
  const few = { seconds: 3, rate: 20, seed: 2 };
  expect(measurement({ ...few, lateMs: lateOnce }).histograms.pacing.maxMs).toBeGreaterThan(29);
  expect(codes({ ...few, lateMs: lateOnce })).toEqual([]);
  expect(codes({ ...few, lateMs: (at) => (at > 1500 ? 30 : 0.05) })).toContain("lateness: invalid");
});

test("waiting for a free connection is not held against the generator", () => {
  const base = measurement({ lateMs: () => 40 });
  const pacing = measurement({}).histograms.pacing;
  const run = { ...base, histograms: { ...base.histograms, pacing } };
  expect(judgeValidity(run)).toEqual({ verdict: "valid", reasons: [] });
});

test("requests the generator never came to make a run invalid; chance does not", () => {
  const base = measurement({ rate: 200, servers: 8 });
  const { load } = base.plan;
  if (load.model !== "open") throw new Error("an open load was asked for");
  const faster = { ...load, startRate: 215, stages: [{ seconds: 30, target: 215 }] };
  expect(judgeValidity(base).reasons).toEqual([]);
  const run = {
    ...base,
    plan: { ...base.plan, load: { ...faster, arrivals: "constant" as const } },
  };
  const { verdict, reasons } = judgeValidity(run);
  expect(verdict).toBe("invalid");
  expect(reasons[0]).toMatchObject({ code: "achieved-rate", limit: 0.99, unit: "share" });
  expect(reasons[0]!.value).toBeCloseTo(200 / 215, 1);
  // stopped on purpose: what was not reached was not due
  expect(judgeValidity({ ...run, interrupted: true }).reasons).toEqual([]);
});

test("a spinning generator is fine until its lateness rises towards the limit", () => {
  const busy = { ...QUIET, generator: 0.95, generatorThread: 0.92 };
  const rising = (second: number): number => (second < 10 ? 0.3 : 1.6);
  expect(codes({ monitors: monitorsOf(busy) })).toEqual([]);
  expect(codes({ monitors: monitorsOf({ ...busy, latenessMax: rising }) })).toEqual([
    "generator-cpu: invalid",
  ]);
  expect(codes({ monitors: monitorsOf({ ...QUIET, latenessMax: rising }) })).toEqual([]);
});

test("a closed run is judged by the generator's CPU and event loop, not by lateness", () => {
  const closed = { users: 4, lateMs: () => 50 };
  expect(codes(closed)).toEqual([]);
  const at = (generatorThread: number): string[] =>
    codes({ ...closed, monitors: monitorsOf({ ...QUIET, generatorThread }) });
  expect(at(0.7)).toEqual([]);
  expect(at(0.85)).toEqual(["generator-cpu: suspect"]);
  expect(at(0.97)).toEqual(["generator-cpu: invalid"]);
  expect(generator({ eventLoopUtilization: [0.3, 0.99] }, { users: 4 })).toEqual([
    "invalid",
    "event-loop: invalid",
  ]);
  expect(generator({ eventLoopUtilization: [0.99] })).toEqual(["valid"]);
});

test.each<[Partial<Measurement["generator"]>, string[]]>([
  [{ fdsUsed: 700, fdLimit: 1024 }, ["valid"]],
  [{ fdsUsed: 780, fdLimit: 1024 }, ["suspect", "file-descriptors: suspect"]],
  [{ fdsUsed: 900, fdLimit: 1024 }, ["invalid", "file-descriptors: invalid"]],
  [{ fdsUsed: null, fdLimit: 1024 }, ["valid"]],
  [{ portsUsed: 15_000 }, ["suspect", "ports: suspect"]],
  [{ portsUsed: 18_000 }, ["invalid", "ports: invalid"]],
  [{ workersLost: 1 }, ["invalid", "worker-lost: invalid"]],
  [{ samplesLost: 12 }, ["suspect", "samples-lost: suspect"]],
  [{ clockJumpMs: 300 }, ["suspect", "clock-jump: suspect"]],
  [{ clockJumpMs: 90_000 }, ["invalid", "clock-jump: invalid"]],
])("a generator with %j", (change, expected) => {
  expect(generator(change)).toEqual(expected);
});

test.each([
  [0.01, []],
  [0.03, ["steal: suspect"]],
  [0.06, ["steal: invalid"]],
])("a steal of %f gives %j", (steal, expected) => {
  expect(codes({ monitors: monitorsOf({ ...QUIET, steal }) })).toEqual(expected);
});

test("an outcome of the generator's own limits makes a run invalid", () => {
  const base = measurement();
  const outcomes = { ...base.requests.outcomes, "local-limit": 3 };
  const run = { ...base, requests: { ...base.requests, outcomes } };
  expect(judgeValidity(run).reasons[0]).toMatchObject({ code: "local-limit", value: 3 });
});

test("a run without requests is invalid for that reason alone", () => {
  expect(codes({ rate: 0.0001 })).toEqual(["no-requests: invalid"]);
});

test("Little's law holds in sound runs of every load and exposes lost completions and wrong times", () => {
  for (let seed = 1; seed <= 20; seed++) {
    for (const rate of [5, 60, 95]) {
      expect(codes({ seed, seconds: 60, servers: 2, serviceMs: 20, rate })).toEqual([]);
    }
  }
  const sound = measurement({ seconds: 60, servers: 8, serviceMs: 100, rate: 60 });
  const lossy = sound.slices.map((slice) => ({ ...slice, completed: slice.completed - 1 }));
  const wrong = { ...sound.histograms.response, sumMs: sound.histograms.response.sumMs * 2 };
  for (const run of [
    { ...sound, slices: lossy },
    { ...sound, histograms: { ...sound.histograms, response: wrong } },
  ]) {
    expect(judgeValidity(run).reasons).toMatchObject([
      { code: "littles-law", severity: "suspect" },
    ]);
  }
});

test("invalid reasons come before suspect ones, and every reason is complete", () => {
  const { reasons } = judgeValidity({
    ...measurement({ lateMs: () => 1.8, monitors: monitorsOf({ ...QUIET, steal: 0.2 }) }),
  });
  expect(reasons.map((reason) => reason.code)).toEqual(["steal", "lateness"]);
  for (const { message, advice, unit } of reasons) {
    expect(message).toMatch(/^[A-Z0-9].*\.$/);
    expect(advice).toMatch(/^[A-Z].*\.$/);
    expect(unit).not.toBe("");
  }
});
