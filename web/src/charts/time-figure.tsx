import type { ComponentChildren, JSX } from "preact";
import { useCallback, useState } from "preact/hooks";
import { quantity, text } from "../format/index.ts";
import { Figure } from "./figure.tsx";
import type { LegendItem } from "./legend.tsx";
import { moment } from "./time-axis.ts";
import { TimePlot } from "./time-plot.tsx";
import type { TimeData, TimeSeries } from "./time-series.ts";

interface Props {
  readonly title: string;
  readonly data: TimeData;
  readonly height?: number;
  readonly label: string;
  readonly note?: ComponentChildren;
  readonly table?: () => ComponentChildren;
}

const SHAPES = { step: "line", line: "line", area: "box", ticks: "line" } as const;

/** A chart over time whose legend reads the values under the cursor. */
export function TimeFigure({ title, data, height = 190, label, note, table }: Props): JSX.Element {
  const [index, setIndex] = useState<number | null>(null);
  const onCursor = useCallback((next: number | null) => setIndex(next), []);
  const items = data.series.map((series) => legendItem(series, data.unit, index));
  const time = index === null ? undefined : data.times[index];
  return (
    <Figure
      title={time === undefined ? title : `${title} at ${moment(time)}`}
      legend={items}
      note={note}
      {...(table !== undefined && { table })}
    >
      <TimePlot data={data} height={height} label={label} onCursor={onCursor} />
    </Figure>
  );
}

function legendItem(series: TimeSeries, unit: string, index: number | null): LegendItem {
  const { label, color, dashed, style } = series;
  const shape = dashed === true ? "dashed" : SHAPES[style];
  if (index === null) return { label, color, shape };
  return { label, color, shape, reading: text(quantity(series.values[index], unit)) };
}
