import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { linearScale, logScale } from "./scale.ts";
import { moment, timeLabels } from "./time-axis.ts";

describe("linear axes", () => {
  test("ticks are round, evenly apart and within the axis", () => {
    expect(linearScale([0, 95], [0, 300], 4).ticks).toEqual([0, 50]);
    expect(linearScale([0, 1], [0, 300], 5).ticks).toHaveLength(6);
    expect(linearScale([0, 900], [0, 300], 4, 2).ticks).toEqual([0, 256, 512, 768]);
  });

  test("values are placed in proportion, and a single value somewhere", () => {
    const { at } = linearScale([10, 20], [100, 200], 4);
    expect([at(10), at(15), at(20)]).toEqual([100, 150, 200]);
    expect(Number.isFinite(linearScale([5, 5], [0, 100], 4).at(5))).toBe(true);
  });
});

describe("logarithmic axes", () => {
  test("ticks get sparser as room gets less", () => {
    expect(logScale([1, 1000], [0, 300], 20).ticks).toContain(20);
    expect(logScale([1, 1000], [0, 300], 4).ticks).toEqual([1, 10, 100, 1000]);
    expect(logScale([1, 1000], [0, 300], 2).ticks).toEqual([1, 100]);
    expect(logScale([1024, 65_536], [0, 300], 9, 2).ticks).toEqual([
      1024, 2048, 4096, 8192, 16_384, 32_768, 65_536,
    ]);
  });

  test("labels do not touch where ticks crowd", () => {
    const { ticks, at } = logScale([35, 300], [0, 250], 8);
    expect(ticks.length).toBeGreaterThan(1);
    ticks
      .slice(1)
      .forEach((tick, i) => expect(at(tick) - at(ticks[i]!)).toBeGreaterThanOrEqual(25));
  });

  test("never more ticks than wanted, all within the axis", () => {
    const ends = fc.tuple(
      fc.double({ min: 1e-3, max: 1e6, noNaN: true }),
      fc.double({ min: 1.01, max: 1e6, noNaN: true }),
    );
    fc.assert(
      fc.property(ends, fc.integer({ min: 1, max: 12 }), ([low, factor], wanted) => {
        const { ticks } = logScale([low, low * factor], [0, 300], wanted);
        expect(ticks.length).toBeLessThanOrEqual(wanted);
        for (const tick of ticks) {
          expect(tick).toBeGreaterThanOrEqual(low * (1 - 1e-6));
          expect(tick).toBeLessThanOrEqual(low * factor * (1 + 1e-6));
        }
      }),
    );
  });
});

describe("time axes", () => {
  const plain = (labels: readonly string[]): string[] =>
    labels.map((label) => label.replace("\u00a0", " "));

  test("short runs in seconds, long ones in minutes", () => {
    expect(plain(timeLabels([0, 0.5, 10]))).toEqual(["0 s", "0.5 s", "10 s"]);
    expect(plain(timeLabels([0, 150, 300]))).toEqual(["0 min", "2:30 min", "5 min"]);
    expect(plain(timeLabels([]))).toEqual([]);
  });

  test("a moment is told to a tenth of a second, later to the second", () => {
    expect(plain([moment(12.34), moment(-1.9), moment(200), moment(605)])).toEqual([
      "12.3 s",
      "-1.9 s",
      "200 s",
      "10:05 min",
    ]);
  });
});
