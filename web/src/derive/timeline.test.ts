import { describe, expect, test } from "vitest";
import { LatencyHistogram } from "../../../src/stats/index.ts";
import type { Slice } from "../../../src/contracts/run-file.ts";
import { timelineOf } from "./timeline.ts";

/** A second with these response times in ms. */
function second(index: number, times: readonly number[], more: Partial<Slice> = {}): Slice {
  const response = new LatencyHistogram();
  for (const time of times) response.record(time);
  return {
    startMs: index * 1000,
    lengthMs: 1000,
    scheduled: times.length,
    sent: times.length,
    ok: times.length,
    failed: 0,
    dropped: 0,
    completed: times.length,
    bytesOut: 0,
    bytesIn: 0,
    response: response.toData(),
    ...more,
  };
}

function steady(seconds: number, perSecond: number): Slice[] {
  const times = Array.from({ length: perSecond }, (_, i) => 10 + i);
  return Array.from({ length: seconds }, (_, i) => second(i, times));
}

const percentile = (
  slices: readonly Slice[],
  q: number,
): ReturnType<typeof timelineOf>["percentiles"][number] =>
  timelineOf(slices).percentiles.find((one) => one.q === q)!;

describe("bins", () => {
  test("no slices give an empty timeline", () => {
    const timeline = timelineOf([]);
    expect(timeline.bins).toEqual([]);
    expect(timeline.percentiles.every(({ values }) => values.length === 0)).toBe(true);
  });

  test("long runs are put together evenly, short ones left alone", () => {
    expect(timelineOf(steady(200, 1)).binMs).toBe(1000);
    const long = timelineOf(steady(1200, 1));
    expect(long.binMs).toBe(10_000);
    expect(long.bins).toHaveLength(120);
    expect(timelineOf(steady(1200, 1), 40).bins).toHaveLength(40);
  });

  test("rates are per second whatever the length of a bin, the last one included", () => {
    const slices = [...steady(1000, 3), second(1000, [5], { failed: 4, scheduled: 5, dropped: 2 })];
    const timeline = timelineOf(slices);
    expect(timeline.offered.slice(0, -1).every((rate) => rate === 3)).toBe(true);
    expect(timeline.offered.at(-1)).toBe(5);
    expect(timeline.failed.at(-1)).toBe(4);
    expect(timeline.dropped.at(-1)).toBe(2);
    expect(timeline.bins.at(-1)).toMatchObject({ startMs: 1_000_000, endMs: 1_001_000 });
  });

  test("the slowest is exact, and absent where nothing succeeded", () => {
    const { slowest } = timelineOf([second(0, [3, 41.237]), second(1, [])]);
    expect(slowest).toEqual([41.237, null]);
  });
});

describe("percentiles over time", () => {
  test("each is given blocks long enough for two samples beyond it", () => {
    const slices = steady(60, 50);
    expect(percentile(slices, 0.5).blockMs).toBe(1000);
    expect(percentile(slices, 0.95).blockMs).toBe(1000);
    expect(percentile(slices, 0.99).blockMs).toBe(4000);
  });

  test("a block's value comes from merged histograms and stands in each of its bins", () => {
    const slices = steady(60, 50).map((slice, i) =>
      i === 5
        ? second(
            5,
            Array.from({ length: 50 }, () => 1000),
          )
        : slice,
    );
    const { values } = percentile(slices, 0.99);
    expect(values).toHaveLength(60);
    expect(new Set(values.slice(4, 8)).size).toBe(1);
    expect(values[4]).toBeGreaterThan(900);
    expect(values[3]).toBeLessThan(70);
  });

  test("a block with too few samples is a gap, not a number", () => {
    const slices = steady(30, 50).map((slice, i) =>
      i === 20 || i === 21 ? second(i, [9]) : slice,
    );
    const { values } = percentile(slices, 0.95);
    expect(values.slice(19, 23)).toEqual([expect.any(Number), null, null, expect.any(Number)]);
  });

  test("a percentile that most blocks cannot carry is left out", () => {
    expect(percentile(steady(30, 10), 0.99).values.every((value) => value === null)).toBe(true);
    expect(percentile(steady(30, 10), 0.5).values.every((value) => value !== null)).toBe(true);
  });
});
