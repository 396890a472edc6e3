import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import type { MonitorColumn, MonitorSeries } from "../../../../src/contracts/monitor.ts";
import { TimeFigure } from "../../charts/time-figure.tsx";
import type { Limit, TimeSeries } from "../../charts/time-series.ts";
import { alignedTo } from "../../derive/align.ts";
import { columnLabel, shortSubject } from "./column-labels.ts";

interface Props {
  readonly title: string;
  readonly series: readonly MonitorSeries[];
  readonly unit: MonitorColumn["unit"];
  /** Name of the only column to show, where not all of the unit are wanted. */
  readonly only?: string;
  readonly limits?: readonly Limit[];
  readonly range: readonly [from: number, to: number];
}

/** Lines a reader can still tell apart. */
const MOST_LINES = 6;
const NO_LIMITS: readonly Limit[] = [];

/** All columns of one unit over time, the busiest subjects first; nothing when there is no such column. */
export function MonitorFigure(props: Props): JSX.Element | null {
  const { title, series, unit, only, range, limits = NO_LIMITS } = props;
  const lines = useMemo(() => linesOf(series, unit, only), [series, unit, only]);
  const shown = lines.slice(0, MOST_LINES);
  const times = useMemo(() => (series[0]?.timesMs ?? []).map((ms) => ms / 1000), [series]);
  const [from, to] = range;
  const data = useMemo(
    () => ({ times, series: shown, unit, range: [from, to] as const, limits }),
    [times, lines, unit, from, to, limits[0]?.at],
  );
  if (lines.length === 0 || times.length === 0) return null;
  const left = lines.length - shown.length;
  return (
    <TimeFigure
      title={title}
      data={data}
      height={170}
      label={`${title} over the run: ${shown.map(({ label }) => label).join(", ")}; the table has mean and maximum`}
      {...(left > 0 && {
        note: `The busiest ${MOST_LINES} of ${lines.length}; the table has all of them.`,
      })}
    />
  );
}

function linesOf(
  all: readonly MonitorSeries[],
  unit: MonitorColumn["unit"],
  only: string | undefined,
): TimeSeries[] {
  const axis = all[0]?.timesMs ?? [];
  const many = all.length > 1;
  const lines = all.flatMap((series) =>
    Object.entries(series.columns)
      .filter(([, column]) => column.unit === unit)
      .filter(([name]) => only === undefined || name === only)
      .filter(([name]) => !(many && name === "cpuMaxThread"))
      .map(([name, column]) => ({
        label: many ? shortSubject(series.subject) : columnLabel(name),
        values: alignedTo(axis, series.timesMs, column.values),
      })),
  );
  return lines.map(({ label, values }, i) => ({
    label,
    values,
    color: `--series-${(i % MOST_LINES) + 1}`,
    style: "line",
  }));
}
