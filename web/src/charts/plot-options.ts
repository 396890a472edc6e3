import uPlot from "uplot";
import { exact, quantity, text } from "../format/index.ts";
import { resolveColor } from "./theme.ts";
import { TIME_STEPS, timeLabels } from "./time-axis.ts";
import type { Limit, TimeData, TimeSeries } from "./time-series.ts";

const AXIS_WIDTH = 64;
const AXIS_HEIGHT = 26;
/** A limit further away than this many times the largest value would flatten the data; it is left out. */
const LIMIT_REACH = 2.5;
/** Distances between labels of bytes: powers of two, from 1 B to 2 PiB. */
const BYTE_STEPS = Array.from({ length: 52 }, (_, power) => 2 ** power);
/** Cursors of all charts over time move together. */
const SYNC_KEY = "run-clock";

/** How uPlot draws this data at this size, in the colours of the current theme. */
export function plotOptions(
  data: TimeData,
  size: { readonly width: number; readonly height: number },
  onCursor: (index: number | null) => void,
): uPlot.Options {
  const font = `11px ${getComputedStyle(document.body).fontFamily}`;
  const muted = resolveColor("--muted");
  const grid = { stroke: resolveColor("--rule"), width: 1 };
  const limits = data.limits ?? [];
  return {
    ...size,
    padding: [10, 18, 0, 0],
    legend: { show: false },
    cursor: {
      sync: { key: SYNC_KEY, scales: ["x", null] },
      drag: { x: true, y: false },
      points: { size: 6 },
      y: false,
    },
    scales: {
      x: { time: false, range: () => [data.range[0], data.range[1]] },
      y: { range: rangeFor(limits) },
    },
    axes: [
      {
        stroke: muted,
        grid: { show: false },
        ticks: { ...grid, size: 4 },
        font,
        size: AXIS_HEIGHT,
        space: 64,
        incrs: [...TIME_STEPS],
        values: (_plot, splits) => timeLabels(splits),
      },
      {
        stroke: muted,
        grid,
        ticks: { show: false },
        font,
        size: AXIS_WIDTH,
        gap: 6,
        space: 34,
        ...(data.unit === "bytes" && { incrs: BYTE_STEPS }),
        values: (_plot, splits) =>
          splits.map((at) => (at === null ? "" : valueLabel(at, data.unit))),
      },
    ],
    series: [{}, ...data.series.map(seriesOptions)],
    hooks: {
      draw: [(plot) => drawLimits(plot, limits, font)],
      setCursor: [(plot) => onCursor(plot.cursor.idx ?? null)],
    },
  };
}

function valueLabel(value: number, unit: string): string {
  const label = text(exact(quantity(value, unit)));
  return value === 1 && unit === "cores" ? label.replace(/s$/, "") : label;
}

function seriesOptions(series: TimeSeries): uPlot.Series {
  const color = resolveColor(series.color);
  if (series.style === "ticks") {
    return { stroke: color, width: 2, points: { show: false }, paths: tickPaths };
  }
  const steps = series.style === "line" ? {} : { paths: uPlot.paths.stepped!({ align: 1 }) };
  return {
    stroke: color,
    width: series.dashed === true ? 1.25 : 1.75,
    points: { show: false },
    ...steps,
    ...(series.dashed === true && { dash: [5, 3] }),
    ...(series.style === "area" && { fill: translucent(color) }),
  };
}

/** A short line for each value, as long as it holds, with nothing between them. */
const tickPaths: uPlot.Series.PathBuilder = (plot, seriesIndex, first, last) => {
  const stroke = new Path2D();
  const [times] = plot.data;
  const values = plot.data[seriesIndex]!;
  for (let i = first; i < last; i++) {
    const value = values[i];
    if (value === null || value === undefined) continue;
    const y = plot.valToPos(value, "y", true);
    stroke.moveTo(plot.valToPos(times[i]!, "x", true), y);
    stroke.lineTo(plot.valToPos(times[i + 1]!, "x", true), y);
  }
  return { stroke };
};

function rangeFor(limits: readonly Limit[]): uPlot.Range.Function {
  return (_plot, _min, max) => {
    const top = max ?? 0;
    const reached = limits.map(({ at }) => at).filter((at) => at <= top * LIMIT_REACH);
    return [0, Math.max(top, ...reached) * 1.06 || 1];
  };
}

function drawLimits(plot: uPlot, limits: readonly Limit[], font: string): void {
  const { ctx, bbox } = plot;
  const ratio = devicePixelRatio;
  ctx.save();
  ctx.strokeStyle = resolveColor("--ink");
  ctx.fillStyle = ctx.strokeStyle;
  ctx.globalAlpha = 0.7;
  ctx.lineWidth = ratio;
  ctx.setLineDash([3 * ratio, 3 * ratio]);
  ctx.font = font.replace("11px", `${11 * ratio}px`);
  ctx.textAlign = "right";
  ctx.textBaseline = "bottom";
  for (const { at, label } of limits) {
    const y = Math.round(plot.valToPos(at, "y", true));
    if (y < bbox.top || y > bbox.top + bbox.height) continue;
    ctx.beginPath();
    ctx.moveTo(bbox.left, y);
    ctx.lineTo(bbox.left + bbox.width, y);
    ctx.stroke();
    ctx.fillText(label, bbox.left + bbox.width - 4 * ratio, y - 2 * ratio);
  }
  ctx.restore();
}

function translucent(color: string): string {
  return color.replace(/^rgb\((.*)\)$/, "rgba($1, 0.22)");
}
