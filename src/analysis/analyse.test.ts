import { expect, test } from "vitest";
import { monitorsOf } from "../../test/fixtures/machine.ts";
import { measurement, p } from "../../test/fixtures/measurement.ts";
import { analyse } from "./analyse.ts";

test("the same measurement, stored and read again, gives the same judgement", () => {
  const run = measurement({
    servers: 1,
    rate: 60,
    slo: [p(99, 300)],
    monitors: monitorsOf({ cores: 4, processes: [{ cpu: 0.99 }] }),
  });
  const stored = JSON.parse(JSON.stringify(run)) as typeof run;
  expect(analyse(stored)).toEqual(analyse(run));
});

test("load and throughput are rates over the measured window", () => {
  const run = measurement({ rate: 50, seconds: 30, servers: 1, serviceMs: 50, maxInFlight: 8 });
  const { load, throughput } = analyse(run);
  expect(load).toEqual({
    model: "open",
    offeredRate: run.requests.scheduled / 30,
    achievedRate: run.requests.sent / 30,
    durationSeconds: 30,
    warmupSeconds: 0,
    connections: 8,
    concurrency: null,
  });
  expect(throughput.okPerSecond).toBe(run.okInWindow! / 30);
  expect(throughput.bytesOutPerSecond).toBeCloseTo((200 * run.requests.scheduled) / 30, 9);
});

test("answers that come while the queue drains do not count as throughput", () => {
  // 50/s is all this service can do, and in the end it answers everything
  const run = measurement({ servers: 1, serviceMs: 20, rate: 80 });
  expect(run.requests.ok / 30).toBeGreaterThan(70);
  expect(analyse(run).throughput.okPerSecond).toBeLessThan(55);
});

test("a closed load has users and no offered rate", () => {
  const { load, latencyMs } = analyse(measurement({ users: 6, seconds: 10 }));
  expect(load).toMatchObject({
    model: "closed",
    offeredRate: null,
    concurrency: 6,
    connections: 6,
  });
  expect(latencyMs.response.n).toBeGreaterThan(100);
});

test("waits for a connection and what monitors could not read become notes", () => {
  const base = measurement({ monitors: monitorsOf({ cores: 2, processes: [{ cpu: 0.2 }] }) });
  const queue = { ...base.histograms.lateness, maxMs: 340 };
  const monitors = base.monitors.map((series, i) =>
    Object.assign({}, series, { unreadable: i === 0 ? ["fds: permission denied"] : [] }),
  );
  const { notes } = analyse({
    ...base,
    monitors,
    histograms: { ...base.histograms, phases: { queue } },
  });
  expect(notes).toEqual([
    expect.stringMatching(/^100 % of the requests waited .* 340 ms at most/),
    "target: fds: permission denied",
  ]);
});

test("an empty run is judged without a number that is none", () => {
  const judgement = analyse(measurement({ rate: 0.0001, slo: [p(99, 300)] }));
  expect(judgement.validity.verdict).toBe("invalid");
  expect(JSON.stringify(judgement, refuseNonNumbers)).toContain("no-requests");
});

function refuseNonNumbers(_: string, value: unknown): unknown {
  if (typeof value === "number" && !Number.isFinite(value)) throw new Error(`found ${value}`);
  return value;
}
