import { expect, test } from "vitest";
import type { MonitorSeries } from "../../../src/contracts/monitor.ts";
import { alignedTo } from "./align.ts";
import { columnStats, seriesOf } from "./column-stats.ts";

function watched(subject: string, role: MonitorSeries["role"], cpu: number): MonitorSeries {
  return {
    monitor: "process",
    subject,
    role,
    facts: {},
    timesMs: [-500, 500, 1000, 2500],
    columns: { cpu: { unit: "cores", fold: "mean", values: [9, cpu, null, 9] } },
    unreadable: [],
  };
}

test("series of a role, the busiest first, warm-up and drain cut off", () => {
  const monitors = [
    watched("a", "target", 0.2),
    watched("b", "target", 0.7),
    watched("h", "host", 3),
  ];
  const series = seriesOf({ monitors, measuredMs: 2000 }, "target");
  expect(series.map(({ subject }) => subject)).toEqual(["b", "a"]);
  expect(series[0]!.timesMs).toEqual([500, 1000]);
  expect(series[0]!.columns["cpu"]!.values).toEqual([0.7, null]);
});

test("statistics leave out what could not be read", () => {
  const column = { unit: "cores", fold: "mean" } as const;
  expect(columnStats({ ...column, values: [1, null, 3] })).toEqual({ mean: 2, max: 3 });
  expect(columnStats({ ...column, values: [null] })).toEqual({ mean: undefined, max: undefined });
});

test("readings are laid on another series' times, with gaps where there were none", () => {
  const axis = [1000, 2000, 3000, 4000, 5000];
  expect(alignedTo(axis, axis, [1, 2, null, 4, 5])).toEqual([1, 2, null, 4, 5]);
  expect(alignedTo(axis, [1010, 2020, 2990], [1, 2, 3])).toEqual([1, 2, 3, null, null]);
  expect(alignedTo(axis, [4400], [7])).toEqual([null, null, null, 7, 7]);
  expect(alignedTo(axis, [], [])).toEqual([null, null, null, null, null]);
});
