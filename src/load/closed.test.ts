import { expect, test } from "vitest";
import type { ClosedLoad, LoadCommon } from "../contracts/plan.ts";
import { UserSchedule } from "./closed.ts";

const closed = (overrides: Partial<ClosedLoad & LoadCommon> = {}): ClosedLoad & LoadCommon => ({
  model: "closed",
  startUsers: 4,
  stages: [{ seconds: 10, target: 4 }],
  thinkSeconds: 0,
  thinkArrivals: "poisson",
  warmupSeconds: 0,
  maxRequests: undefined,
  ...overrides,
});

/** Plays a closed load in virtual time against a server with a fixed service time per request and no queue. */
function play(
  load: ClosedLoad & LoadCommon,
  serviceMs: number,
  of = 1,
  seed = 1,
): { user: number; sequence: number; time: number }[] {
  const sent: { user: number; sequence: number; time: number }[] = [];
  for (let index = 0; index < of; index++) {
    const schedule = new UserSchedule(load, seed, { index, of });
    const ready = new Map(schedule.users.map((user) => [user, -load.warmupSeconds * 1000]));
    for (;;) {
      const next = [...ready]
        .map(([user, at]) => ({ user, time: schedule.admit(user, at) }))
        .sort((a, b) => a.time - b.time || a.user - b.user)[0];
      if (next === undefined || next.time === Infinity) break;
      const sequence = schedule.take(next.user, next.time);
      sent.push({ ...next, sequence });
      ready.set(next.user, next.time + serviceMs + schedule.think(next.user));
    }
  }
  return sent;
}

test("four users with 100 ms of service send 40 requests a second", () => {
  expect(play(closed(), 100)).toHaveLength(400);
});

test("the count is exact however many workers share it", () => {
  for (const of of [1, 2, 3, 4])
    expect(play(closed({ maxRequests: 37 }), 100, of)).toHaveLength(37);
});

test("warm-up requests do not use up the count", () => {
  const sent = play(closed({ maxRequests: 8, warmupSeconds: 1 }), 100);
  expect(sent.filter(({ time }) => time < 0)).toHaveLength(40);
  expect(sent.filter(({ time }) => time >= 0)).toHaveLength(8);
});

test("users join when the ramp has a place for them and leave when it has none", () => {
  const ramp = closed({
    startUsers: 0,
    stages: [
      { seconds: 10, target: 10 },
      { seconds: 10, target: 0 },
    ],
  });
  const sent = play(ramp, 100);
  for (const user of [0, 4, 9]) {
    const times = sent.filter((s) => s.user === user).map((s) => s.time);
    expect(Math.min(...times)).toBeCloseTo((user + 1) * 1000, 6);
    expect(Math.max(...times)).toBeLessThanOrEqual(19_000 - user * 1000);
  }
});

test("thinking times are exponential about their mean, and do not depend on the number of workers", () => {
  const load = closed({ thinkSeconds: 0.2, stages: [{ seconds: 200, target: 4 }] });
  const alone = play(load, 0);
  const shared = play(load, 0, 3);
  const key = (s: { user: number; sequence: number; time: number }): string =>
    `${s.user}/${s.sequence}/${s.time.toFixed(6)}`;
  expect(new Set(shared.map(key))).toEqual(new Set(alone.map(key)));
  expect(alone.length / 4 / 200).toBeGreaterThan(4.7);
  expect(alone.length / 4 / 200).toBeLessThan(5.3);
});

test("no two requests of a run have the same number", () => {
  const sent = play(closed({ startUsers: 5, stages: [{ seconds: 5, target: 5 }] }), 70, 2);
  expect(new Set(sent.map((s) => s.sequence)).size).toBe(sent.length);
});
