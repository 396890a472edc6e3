import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { LoadCommon, OpenLoad } from "../contracts/plan.ts";
import { ArrivalSchedule } from "./open.ts";

type Open = OpenLoad & LoadCommon;

const open = (overrides: Partial<Open> = {}): Open => ({
  model: "open",
  arrivals: "constant",
  startRate: 50,
  stages: [{ seconds: 30, target: 50 }],
  maxInFlight: 100,
  warmupSeconds: 0,
  maxRequests: undefined,
  ...overrides,
});

function drawAll(load: Open, seed = 1, index = 0, of = 1): { time: number; sequence: number }[] {
  const schedule = new ArrivalSchedule(load, seed, { index, of });
  const drawn = [];
  while (schedule.advance()) drawn.push({ time: schedule.time, sequence: schedule.sequence });
  return drawn;
}

describe("constant arrivals", () => {
  test("50/s for 30 s are 1500 requests, 20 ms apart, from 0", () => {
    const drawn = drawAll(open());
    expect(drawn).toHaveLength(1500);
    for (const [i, { time }] of drawn.entries()) expect(time).toBeCloseTo(i * 20, 6);
  });

  test("a ramp sends what its area says, and its local rate follows the ramp", () => {
    const drawn = drawAll(open({ startRate: 0, stages: [{ seconds: 20, target: 100 }] }));
    expect(drawn).toHaveLength(1000);
    const between = (a: number, b: number): number =>
      drawn.filter(({ time }) => time >= a * 1000 && time < b * 1000).length;
    expect(between(0, 10)).toBe(250);
    expect(between(19, 20)).toBeGreaterThanOrEqual(97);
  });

  test("a stage of no length is a step", () => {
    const drawn = drawAll(
      open({
        startRate: 10,
        stages: [
          { seconds: 1, target: 10 },
          { seconds: 0, target: 100 },
          { seconds: 1, target: 100 },
        ],
      }),
    );
    expect(drawn.filter(({ time }) => time < 1000)).toHaveLength(10);
    expect(drawn.filter(({ time }) => time >= 1000)).toHaveLength(100);
  });

  test("warm-up comes before zero at the first level and does not count towards the number of requests", () => {
    const drawn = drawAll(open({ warmupSeconds: 2, maxRequests: 30 }));
    expect(drawn.filter(({ time }) => time < 0)).toHaveLength(100);
    expect(drawn.filter(({ time }) => time >= 0)).toHaveLength(30);
    expect(drawn[0]!.time).toBe(-2000);
  });
});

describe("Poisson arrivals", () => {
  test("gaps are exponential by a Kolmogorov-Smirnov test at the 0.1 % level", () => {
    const times = drawAll(
      open({ arrivals: "poisson", startRate: 200, stages: [{ seconds: 100, target: 200 }] }),
    ).map(({ time }) => time);
    const gaps = times
      .slice(1)
      .map((time, i) => time - times[i]!)
      .sort((a, b) => a - b);
    const distance = Math.max(
      ...gaps.map((gap, i) => Math.abs(1 - Math.exp(-gap / 5) - (i + 0.5) / gaps.length)),
    );
    expect(distance).toBeLessThan(1.95 / Math.sqrt(gaps.length));
  });

  test("counts a second vary like Poisson counts: variance about the mean", () => {
    const counts = new Array<number>(400).fill(0);
    for (const { time } of drawAll(
      open({ arrivals: "poisson", stages: [{ seconds: 400, target: 50 }] }),
    ))
      counts[Math.floor(time / 1000)]!++;
    const mean = counts.reduce((a, b) => a + b) / counts.length;
    const variance = counts.reduce((sum, c) => sum + (c - mean) ** 2, 0) / (counts.length - 1);
    expect(mean).toBeGreaterThan(48.5);
    expect(mean).toBeLessThan(51.5);
    expect(variance / mean).toBeGreaterThan(0.78);
    expect(variance / mean).toBeLessThan(1.25);
  });

  test("another seed gives another schedule, the same seed the same", () => {
    const load = open({ arrivals: "poisson" });
    expect(drawAll(load, 5)).toEqual(drawAll(load, 5));
    expect(drawAll(load, 5)).not.toEqual(drawAll(load, 6));
  });
});

test("the union of N workers' schedules is the schedule of one", () => {
  const stage = fc.record({
    seconds: fc.integer({ min: 0, max: 4 }),
    target: fc.integer({ min: 0, max: 60 }),
  });
  const load = fc.record({
    arrivals: fc.constantFrom("poisson" as const, "constant" as const),
    startRate: fc.integer({ min: 0, max: 60 }),
    stages: fc.array(stage, { minLength: 1, maxLength: 4 }),
    warmupSeconds: fc.integer({ min: 0, max: 2 }),
    maxRequests: fc.option(fc.integer({ min: 1, max: 100 }), { nil: undefined }),
  });
  fc.assert(
    fc.property(load, fc.integer({ min: 1, max: 7 }), fc.nat(), (overrides, of, seed) => {
      const whole = drawAll(open(overrides), seed);
      const parts = Array.from({ length: of }, (_, index) =>
        drawAll(open(overrides), seed, index, of),
      ).flat();
      expect(parts.sort((a, b) => a.sequence - b.sequence)).toEqual(whole);
      for (let i = 1; i < whole.length; i++)
        expect(whole[i]!.time).toBeGreaterThanOrEqual(whole[i - 1]!.time);
    }),
  );
});
