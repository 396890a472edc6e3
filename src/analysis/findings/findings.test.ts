import { expect, test } from "vitest";
import { RULES } from "../../contracts/finding.ts";
import type { Finding } from "../../contracts/finding.ts";
import { type Machine, monitorsOf } from "../../../test/fixtures/machine.ts";
import { measurement, type MeasurementScenario } from "../../../test/fixtures/measurement.ts";
import { judgeValidity } from "../validity/index.ts";
import { diagnose, type Diagnosis, FINDING_RULES } from "./index.ts";

/** 20 ms a request on one place: 50/s is all it can do. */
const OVERLOADED: MeasurementScenario = { servers: 1, serviceMs: 20, rate: 60 };
const UVICORN = "/usr/bin/python3 /usr/local/bin/uvicorn app:app --port 8000";

function diagnoseRun(scenario: MeasurementScenario, machine?: Machine): Diagnosis {
  const monitors = machine === undefined ? [] : monitorsOf(machine);
  const run = measurement({ ...scenario, monitors });
  return diagnose(run, judgeValidity(run));
}

function rulesOf({ findings }: Diagnosis): string[] {
  return findings.map((finding) => finding.rule);
}

function only(diagnosis: Diagnosis): Finding {
  expect(diagnosis.findings).toHaveLength(1);
  return diagnosis.findings[0]!;
}

test("one process at one core with requests waiting and cores idle is serialised to one core", () => {
  const finding = only(
    diagnoseRun(OVERLOADED, { cores: 4, processes: [{ cpu: 0.99, command: UVICORN }] }),
  );
  expect(finding.rule).toBe("one-core");
  expect(finding.verdict).toContain("serialised to one core");
  expect(finding.verdict).toContain("pid 4000");
  expect(finding.advice).toContain("uvicorn --workers 4");
  expect(finding.runnerUp).toBe("lock-or-pool");
  expect(finding.nextTest).toContain("2 processes");
  const evidence = Object.fromEntries(finding.evidence.map((item) => [item.metric, item.value]));
  expect(evidence["CPU of a serving process"]).toBeCloseTo(0.99, 6);
  expect(evidence["idle cores"]).toBeCloseTo(4 - 0.99 - 0.1, 6);
  expect(evidence["requests in the system on average"]).toBeGreaterThan(1.5);
  // 0.99 cores at some 49 answers a second
  expect(evidence["CPU time a good answer"]).toBeCloseTo(20, -1);
});

test("on two cores a busy process and a light generator leave room, although the host is over half busy", () => {
  const machine: Machine = { cores: 2, processes: [{ cpu: 0.98 }], generator: 0.3, strangers: 0.1 };
  expect(rulesOf(diagnoseRun(OVERLOADED, machine))).toEqual(["one-core"]);
});

test("an idle master beside the busy worker does not hide it", () => {
  const machine: Machine = { cores: 4, processes: [{ cpu: 0.01 }, { cpu: 1.02 }] };
  const finding = only(diagnoseRun(OVERLOADED, machine));
  expect(finding.rule).toBe("one-core");
  expect(finding.verdict).toContain("pid 4001");
});

test("several processes, each at one core, are serialised each while other cores are idle", () => {
  const machine: Machine = { cores: 8, processes: [{ cpu: 0.97 }, { cpu: 1.0 }] };
  const finding = only(diagnoseRun({ ...OVERLOADED, servers: 2, rate: 120 }, machine));
  expect(finding.rule).toBe("one-core");
  expect(finding.verdict).toContain("one core a process");
  expect(finding.nextTest).toContain("4 processes");
});

test("one saturated thread serialises its process although helpers use CPU besides", () => {
  const machine: Machine = { cores: 8, processes: [{ cpu: 1.3, busiestThread: 0.98 }] };
  expect(rulesOf(diagnoseRun(OVERLOADED, machine))).toEqual(["one-core"]);
});

test("a saturated process that loses turns to others on the machine is still held to one core", () => {
  const machine: Machine = {
    cores: 2,
    processes: [{ cpu: 0.86, busiestThread: 0.86, waiting: 0.12 }],
  };
  const finding = only(diagnoseRun(OVERLOADED, machine));
  expect(finding.rule).toBe("one-core");
  expect(finding.evidence[0]).toMatchObject({ value: expect.closeTo(0.98, 2), threshold: 0.95 });
  const rested: Machine = { cores: 2, processes: [{ cpu: 0.86, busiestThread: 0.86 }] };
  expect(rulesOf(diagnoseRun(OVERLOADED, rested))).toEqual([]);
});

test.each<[string, MeasurementScenario, Machine]>([
  ["a healthy service at low load", { rate: 10 }, { cores: 4, processes: [{ cpu: 0.2 }] }],
  ["a process that polls at low load", { rate: 5 }, { cores: 4, processes: [{ cpu: 1 }] }],
  [
    "a single user, whose one request at a time is always in service",
    { users: 1, servers: 1 },
    { cores: 4, processes: [{ cpu: 0.98 }] },
  ],
  [
    "threads of a pool, each saturated",
    { ...OVERLOADED, servers: 6, rate: 350 },
    { cores: 16, processes: [{ cpu: 6, busiestThread: 1 }] },
  ],
  [
    "one of two serving processes at one core, the other at half",
    OVERLOADED,
    { cores: 8, processes: [{ cpu: 1 }, { cpu: 0.5 }] },
  ],
  ["a process that waits on something else", OVERLOADED, { cores: 4, processes: [{ cpu: 0.3 }] }],
])("no finding for %s", (_, scenario, machine) => {
  expect(diagnoseRun(scenario, machine)).toEqual({ findings: [], notes: [] });
});

test("two processes at one core each on two cores use all cores", () => {
  const machine: Machine = {
    cores: 2,
    processes: [
      { cpu: 0.93, busiestThread: 0.9 },
      { cpu: 0.95, busiestThread: 0.9 },
    ],
    generator: 0.08,
  };
  const finding = only(diagnoseRun({ ...OVERLOADED, servers: 2, rate: 110 }, machine));
  expect(finding.rule).toBe("all-cores");
  expect(finding.verdict).toContain("1.88 cores of 2");
  expect(finding.runnerUp).toBe("model");
});

test("a machine filled by strangers is not said to be filled by the target", () => {
  const machine: Machine = { cores: 4, processes: [{ cpu: 0.4 }], strangers: 3.5 };
  const { findings, notes } = diagnoseRun(OVERLOADED, machine);
  expect(findings).toEqual([]);
  expect(notes.join()).toContain("3.5 of its 4 cores are used by neither");
});

test("more computing threads than cores make oversubscription the runner-up", () => {
  const machine: Machine = { cores: 4, processes: [{ cpu: 3.8, busiestThread: 0.38 }] };
  const finding = only(diagnoseRun({ servers: 4, serviceMs: 40, rate: 120 }, machine));
  expect(finding).toMatchObject({ rule: "all-cores", runnerUp: "oversubscribed" });
  expect(finding.nextTest).toContain("about 10 threads");
});

test("a process that uses up a limit of one core has all the cores it may use", () => {
  const machine: Machine = { cores: 8, processes: [{ cpu: 0.98 }], cpuLimit: 1 };
  expect(rulesOf(diagnoseRun(OVERLOADED, machine))).toEqual(["all-cores"]);
});

test("a limit with room above it leaves one core as the explanation, and bounds the advice", () => {
  const machine: Machine = {
    cores: 16,
    processes: [{ cpu: 0.98, command: UVICORN }],
    cpuLimit: 3,
  };
  const finding = only(diagnoseRun(OVERLOADED, machine));
  expect(finding.rule).toBe("one-core");
  expect(finding.advice).toContain("--workers 3");
});

test("throttling is named before the cores that it takes away", () => {
  const machine: Machine = {
    cores: 8,
    processes: [{ cpu: 1.46 }],
    cpuLimit: 1.5,
    throttled: 0.4,
  };
  const finding = only(diagnoseRun(OVERLOADED, machine));
  expect(finding).toMatchObject({ rule: "cpu-throttled", confidence: "medium" });
  expect(finding.verdict).toContain("limit of 1.5 cores");
});

test("when generator and strangers leave no idle core, one core is unknown and says so", () => {
  const machine: Machine = { cores: 2, processes: [{ cpu: 0.97 }], generator: 0.9, strangers: 0.1 };
  const { findings, notes } = diagnoseRun(OVERLOADED, machine);
  expect(findings).toEqual([]);
  expect(notes).toHaveLength(1);
  expect(notes[0]).toContain("one-core: unknown");
  expect(notes[0]).toContain("another machine");
});

test("a late generator is found first, and nothing is said of the target", () => {
  const machine: Machine = { cores: 4, processes: [{ cpu: 0.99 }] };
  const diagnosis = diagnoseRun({ ...OVERLOADED, lateMs: () => 900 }, machine);
  const finding = only(diagnosis);
  expect(finding).toMatchObject({ rule: "generator", confidence: "medium" });
  expect(finding.evidence[0]).toMatchObject({ metric: "lateness", unit: "ms" });
  expect(diagnosis.notes.join()).toContain('Rules after "generator" were not asked');
});

test("lateness that is nothing beside seconds of waiting hides no finding", () => {
  const machine: Machine = { cores: 4, processes: [{ cpu: 0.99 }] };
  expect(rulesOf(diagnoseRun({ ...OVERLOADED, lateMs: () => 9 }, machine))).toEqual(["one-core"]);
});

test("steal makes the rest meaningless", () => {
  const machine: Machine = { cores: 4, processes: [{ cpu: 0.99 }], steal: 0.12 };
  expect(rulesOf(diagnoseRun(OVERLOADED, machine))).toEqual(["steal"]);
});

test("an unwatched target is a note, not a finding", () => {
  const { findings, notes } = diagnoseRun(OVERLOADED);
  expect(findings).toEqual([]);
  expect(notes.join()).toContain("--pid");
});

test("without readings of the host one core is not claimed", () => {
  const monitors = monitorsOf({ cores: 4, processes: [{ cpu: 0.99 }] }).filter(
    (series) => series.monitor !== "host",
  );
  const run = measurement({ ...OVERLOADED, monitors });
  const { findings, notes } = diagnose(run, judgeValidity(run));
  expect(findings).toEqual([]);
  expect(notes.join()).toContain("could not be read");
});

test("a process that saturates its core only in half of the run is not called serialised", () => {
  const monitors = monitorsOf({ cores: 4, processes: [{ cpu: 0.99 }] });
  const cpu = monitors[0]!.columns["cpu"]!.values;
  cpu.fill(0.5, 0, cpu.length / 2);
  const run = measurement({ ...OVERLOADED, monitors });
  expect(diagnose(run, judgeValidity(run)).findings).toEqual([]);
});

test("requests turned away at once show as a shortfall of the rate", () => {
  const machine: Machine = { cores: 4, processes: [{ cpu: 0.98 }] };
  const finding = only(diagnoseRun({ ...OVERLOADED, rate: 1000, maxInFlight: 1 }, machine));
  expect(finding.rule).toBe("one-core");
  expect(finding.evidence.map((item) => item.metric)).toContain("good answers");
});

test("rules are asked in the order of decision, and every finding is complete", () => {
  const order = FINDING_RULES.map((rule) => RULES.indexOf(rule.name));
  expect(order).toEqual(order.toSorted((a, b) => a - b));
  const finding = only(diagnoseRun(OVERLOADED, { cores: 4, processes: [{ cpu: 1 }] }));
  for (const text of [finding.verdict, finding.advice, finding.nextTest]) {
    expect(text).toMatch(/^[A-Z].*\.$/);
    expect(text).not.toMatch(/NaN|undefined|Infinity/);
  }
});
