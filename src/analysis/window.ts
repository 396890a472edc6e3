import type { MonitorSeries } from "../contracts/monitor.ts";
import { WINDOWS } from "./thresholds.ts";

/** A stretch of the run clock, ms. */
export interface Span {
  readonly fromMs: number;
  readonly toMs: number;
}

/** The measured window, cut into equal parts. The run clock is 0 where it begins. */
export function windowsOf(measuredMs: number, parts: number = WINDOWS): Span[] {
  const length = measuredMs / parts;
  return Array.from({ length: parts }, (_, i) => ({ fromMs: i * length, toMs: (i + 1) * length }));
}

/** The series of one monitor and role. */
export function seriesOf(
  monitors: readonly MonitorSeries[],
  monitor: string,
  role: MonitorSeries["role"],
): MonitorSeries[] {
  return monitors.filter((series) => series.monitor === monitor && series.role === role);
}

/** The readable values of a column within a span. Rates cover the time before a reading, so a span ends with its end. */
export function valuesIn(series: MonitorSeries, column: string, { fromMs, toMs }: Span): number[] {
  const values = series.columns[column]?.values ?? [];
  return values.filter(
    (value, i): value is number =>
      value !== null && series.timesMs[i]! > fromMs && series.timesMs[i]! <= toMs,
  );
}

/** Mean of a column within a span; undefined when nothing was read. */
export function meanIn(
  series: MonitorSeries | undefined,
  column: string,
  span: Span,
): number | undefined {
  return series === undefined ? undefined : mean(valuesIn(series, column, span));
}

/** Undefined when empty. */
export function mean(values: readonly number[]): number | undefined {
  if (values.length === 0) return undefined;
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** A fact that is a number; undefined otherwise. */
export function numericFact(series: MonitorSeries | undefined, name: string): number | undefined {
  const fact = series?.facts[name];
  return typeof fact === "number" ? fact : undefined;
}
