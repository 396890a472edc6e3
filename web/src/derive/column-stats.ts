import type { MonitorColumn, MonitorSeries } from "../../../src/contracts/monitor.ts";
import type { RunFile } from "../../../src/contracts/run-file.ts";

/** A monitor's column in two numbers; undefined where nothing could be read. */
export interface ColumnStats {
  readonly mean: number | undefined;
  readonly max: number | undefined;
}

/** Mean and maximum of what could be read. */
export function columnStats(column: MonitorColumn): ColumnStats {
  const read = column.values.filter((value) => value !== null);
  if (read.length === 0) return { mean: undefined, max: undefined };
  const sum = read.reduce((total, value) => total + value, 0);
  return { mean: sum / read.length, max: read.reduce((a, b) => Math.max(a, b)) };
}

/** Series of one role within the measured window, the busiest in CPU first. */
export function seriesOf(
  { monitors, measuredMs }: Pick<RunFile, "monitors" | "measuredMs">,
  role: MonitorSeries["role"],
): MonitorSeries[] {
  return monitors
    .filter((series) => series.role === role)
    .map((series) => within(series, measuredMs))
    .toSorted((a, b) => meanCpu(b) - meanCpu(a));
}

/** The readings of the measured window; warm-up and drain are not what the run is about. */
function within(series: MonitorSeries, measuredMs: number): MonitorSeries {
  const inside = series.timesMs.map((time) => time > 0 && time <= measuredMs);
  const pick = <T>(values: readonly T[]): T[] => values.filter((_, i) => inside[i]);
  const columns = Object.entries(series.columns).map(
    ([name, { unit, fold, values }]) => [name, { unit, fold, values: pick(values) }] as const,
  );
  return { ...series, timesMs: pick(series.timesMs), columns: Object.fromEntries(columns) };
}

function meanCpu(series: MonitorSeries): number {
  const { cpu } = series.columns;
  return cpu === undefined ? 0 : (columnStats(cpu).mean ?? 0);
}
