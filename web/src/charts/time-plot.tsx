import type { JSX } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import uPlot from "uplot";
import { plotOptions } from "./plot-options.ts";
import { onThemeChange } from "./theme.ts";
import type { TimeData } from "./time-series.ts";
import { useWidth } from "./use-width.ts";

interface Props {
  readonly data: TimeData;
  readonly height: number;
  /** What the chart shows, for those who do not see it. */
  readonly label: string;
  /** Hears which time the cursor is at; null when it leaves. */
  readonly onCursor: (index: number | null) => void;
}

/** A chart over time on a canvas. Arrow keys move its cursor, as the pointer does. */
export function TimePlot({ data, height, label, onCursor }: Props): JSX.Element {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | undefined>(undefined);
  const width = useWidth(place);
  useLayoutEffect(() => {
    const target = place.current;
    if (target === null || width === 0) return undefined;
    const draw = (): void => {
      plot.current?.destroy();
      const options = plotOptions(data, { width, height }, onCursor);
      plot.current = new uPlot(options, aligned(data), target);
    };
    draw();
    const stop = onThemeChange(draw);
    return () => {
      stop();
      plot.current?.destroy();
      plot.current = undefined;
    };
  }, [data, width, height, onCursor]);
  return (
    <div
      class="plot"
      ref={place}
      role="img"
      aria-label={label}
      tabIndex={0}
      style={{ minHeight: `${height}px` }}
      onKeyDown={(event) => moveCursor(plot.current, event)}
    />
  );
}

function aligned({ times, series }: TimeData): uPlot.AlignedData {
  return [[...times], ...series.map(({ values }) => [...values])];
}

function moveCursor(plot: uPlot | undefined, event: KeyboardEvent): void {
  const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : 0;
  if (plot === undefined || step === 0) return;
  event.preventDefault();
  const last = plot.data[0].length - 1;
  const from = plot.cursor.idx ?? (step > 0 ? -1 : last + 1);
  const time = plot.data[0][Math.max(0, Math.min(last, from + step))]!;
  plot.setCursor({ left: plot.valToPos(time, "x"), top: 0 });
}
