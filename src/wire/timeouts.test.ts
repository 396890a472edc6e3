import { expect, test } from "vitest";
import { Deadlines, sweepPeriod } from "./timeouts.ts";

const clock = { now: (): number => performance.now() };

test("looks every 50 ms, or every twentieth of a shorter time limit", () => {
  expect(sweepPeriod(30_000, 10_000)).toBe(50);
  expect(sweepPeriod(30_000, 200)).toBe(10);
  expect(sweepPeriod(5)).toBe(1);
});

test("each deadline expires once, after its time and within a period or so", async () => {
  const expired: [slot: number, late: number][] = [];
  const start = clock.now();
  const due = [20, Infinity, 40, 5];
  const deadlines = new Deadlines(4, 2, clock, (slot, now) =>
    expired.push([slot, now - start - due[slot]!]),
  );
  due.forEach((at, slot) => deadlines.set(slot, start + at));
  deadlines.set(1, start + 10);
  deadlines.clear(1);
  while (clock.now() < start + 120) await new Promise((resolve) => setTimeout(resolve, 5));
  deadlines.stop();
  expect(expired.map(([slot]) => slot)).toEqual([3, 0, 2]);
  for (const [, late] of expired) expect(late).toBeGreaterThanOrEqual(0);
});

test("a deadline set again counts from then on", async () => {
  const start = clock.now();
  const at: number[] = [];
  const deadlines = new Deadlines(1, 1, clock, (_, now) => at.push(now - start));
  deadlines.set(0, start + 5);
  deadlines.set(0, start + 40);
  while (clock.now() < start + 80) await new Promise((resolve) => setTimeout(resolve, 5));
  deadlines.stop();
  expect(at).toHaveLength(1);
  expect(at[0]).toBeGreaterThanOrEqual(40);
});

test("nothing expires after stop", async () => {
  let expired = 0;
  const deadlines = new Deadlines(1, 1, clock, () => expired++);
  deadlines.set(0, clock.now() + 10);
  deadlines.stop();
  await new Promise((resolve) => setTimeout(resolve, 40));
  expect(expired).toBe(0);
});
