import type { MonitorColumn, MonitorSeries } from "../../../src/contracts/monitor.ts";

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

/** Series of one role, the busiest in CPU first. */
export function seriesOf(
  monitors: readonly MonitorSeries[],
  role: MonitorSeries["role"],
): MonitorSeries[] {
  return monitors
    .filter((series) => series.role === role)
    .toSorted((a, b) => meanCpu(b) - meanCpu(a));
}

function meanCpu(series: MonitorSeries): number {
  const { cpu } = series.columns;
  return cpu === undefined ? 0 : (columnStats(cpu).mean ?? 0);
}
