import { expect, test } from "vitest";
import { SliceRecorder, sliceLength } from "./slices.ts";

test("short runs get enough slices for thirty batches, long ones a slice a second", () => {
  expect(sliceLength(30_000)).toBe(1000);
  expect(sliceLength(3_600_000)).toBe(1000);
  expect(sliceLength(10_000)).toBe(250);
  expect(sliceLength(1_000)).toBe(100);
});

test("an hour keeps every count in at most 1200 slices", () => {
  const recorder = new SliceRecorder(1000);
  for (let second = 0; second < 3600; second++) {
    for (let i = 0; i < 5; i++) {
      const slice = recorder.at(second * 1000 + i * 100);
      slice.scheduled++;
      slice.response.record(second + 1);
    }
    recorder.completed(second * 1000);
  }
  const slices = recorder.toSlices(3_600_000);
  expect(slices.length).toBeLessThanOrEqual(1200);
  expect(slices.reduce((sum, slice) => sum + slice.scheduled, 0)).toBe(18_000);
  expect(slices.reduce((sum, slice) => sum + slice.completed, 0)).toBe(3600);
  const counts = slices.flatMap((slice) => slice.response.counts.filter((_, i) => i % 2 === 1));
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(18_000);
  for (const [i, slice] of slices.entries()) expect(slice.startMs).toBe(i * slice.lengthMs);
});

test("the last slice ends where the run ended", () => {
  const recorder = new SliceRecorder(1000);
  recorder.at(2300).sent++;
  expect(recorder.toSlices(2400).map((slice) => slice.lengthMs)).toEqual([1000, 1000, 400]);
});

test("a response can be the first sign of a slice, and the drain opens none", () => {
  const recorder = new SliceRecorder(1000);
  recorder.at(900).scheduled++;
  recorder.completed(1100);
  recorder.at(1900).scheduled++;
  recorder.completed(2500);
  expect(recorder.toSlices(2000).map((slice) => slice.completed)).toEqual([0, 1]);
});
