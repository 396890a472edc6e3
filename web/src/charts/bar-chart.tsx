import type { JSX } from "preact";
import type { Bar } from "../derive/log-bins.ts";
import { count, share, text } from "../format/index.ts";
import { BottomAxis, LABEL_WIDTH, LeftAxis } from "./axes.tsx";
import { Frame } from "./frame.tsx";
import type { Area } from "./frame.tsx";
import { linearScale, logScale } from "./scale.ts";
import type { Base, Scale } from "./scale.ts";

/** Bars of one colour. */
export interface BarSet {
  readonly name: string;
  readonly color: string;
  readonly bars: readonly Bar[];
}

/** A value worth a line of its own. */
export interface Mark {
  readonly at: number;
  readonly label: string;
}

interface Props {
  readonly label: string;
  readonly height?: number;
  readonly log: boolean;
  readonly base?: Base;
  readonly sets: readonly BarSet[];
  readonly marks?: readonly Mark[];
  /** How a value on the axis is written, with its unit. */
  readonly format: (value: number) => string;
}

/** A histogram: share of the requests by value, on a linear or logarithmic axis. */
export function BarChart(props: Props): JSX.Element {
  const { sets, marks = [], log, base = 10, format, height = 210 } = props;
  const bars = sets.flatMap((set) => set.bars);
  const total = bars.reduce((sum, bar) => sum + bar.count, 0);
  const stacks = stacked(sets);
  const tallest = Math.max(...stacks.flatMap((stack) => stack.map(({ top }) => top)), 1) / total;
  const domain = padded(bars, log);
  return (
    <Frame height={height} label={props.label}>
      {(area) => {
        const wanted = Math.floor((area.right - area.left) / LABEL_WIDTH);
        const x = (log ? logScale : linearScale)(domain, [area.left, area.right], wanted, base);
        const y = linearScale([0, tallest], [area.bottom, area.top], height / 60);
        return (
          <>
            <LeftAxis area={area} scale={y} label={(value) => text(share(value))} />
            {sets.map((set, i) => (
              <g key={set.name} style={{ fill: `var(${set.color})` }}>
                {stacks[i]!.map((bar) => (
                  <Block key={bar.low} name={set.name} bar={bar} {...{ total, x, y, format }} />
                ))}
              </g>
            ))}
            <BottomAxis area={area} scale={x} label={format} />
            <Marks marks={marks} x={x} area={area} />
          </>
        );
      }}
    </Frame>
  );
}

interface StackedBar extends Bar {
  /** Requests in the bars below this one, and with this one. */
  readonly bottom: number;
  readonly top: number;
}

/** The sets on top of each other where their bars begin at the same value. */
function stacked(sets: readonly BarSet[]): StackedBar[][] {
  const heights = new Map<number, number>();
  return sets.map(({ bars }) =>
    bars
      .filter(({ count: n }) => n > 0)
      .map(({ low, high, count: n }) => {
        const bottom = heights.get(low) ?? 0;
        heights.set(low, bottom + n);
        return { low, high, count: n, bottom, top: bottom + n };
      }),
  );
}

interface BlockProps {
  readonly name: string;
  readonly bar: StackedBar;
  readonly total: number;
  readonly x: Scale;
  readonly y: Scale;
  readonly format: (value: number) => string;
}

const LONE_BAR_WIDTH = 12;

function Block({ name, bar, total, x, y, format }: BlockProps): JSX.Element {
  const lone = bar.low === bar.high;
  const left = x.at(bar.low) - (lone ? LONE_BAR_WIDTH / 2 : 0);
  const right = lone ? left + LONE_BAR_WIDTH : x.at(bar.high);
  const [top, bottom] = [y.at(bar.top / total), y.at(bar.bottom / total)];
  return (
    <rect
      x={left}
      width={Math.max(1, right - left - 0.75)}
      y={Math.min(top, bottom - 1)}
      height={Math.max(1, bottom - top)}
    >
      <title>
        {`${format(bar.low)} – ${format(bar.high)}: ${text(count(bar.count))} ${name} (${text(share(bar.count / total))})`}
      </title>
    </rect>
  );
}

function Marks(props: { marks: readonly Mark[]; x: Scale; area: Area }): JSX.Element {
  const { marks, x, area } = props;
  let lastEnd = -Infinity;
  return (
    <g>
      {marks.map(({ at, label }) => {
        const place = x.at(at);
        const half = label.length * 3.4;
        const fits = place - half > lastEnd + 4;
        if (fits) lastEnd = place + half;
        return (
          <g key={label}>
            <line class="mark" x1={place} x2={place} y1={area.top - 3} y2={area.bottom} />
            {fits && (
              <text class="mark-label" x={place} y={area.top - 7} text-anchor="middle">
                {label}
              </text>
            )}
          </g>
        );
      })}
    </g>
  );
}

/** Ends of a logarithmic axis are at least this many times apart, so that a single bar does not fill the chart. */
const LEAST_SPREAD = 4;

/** The axis from the first bar to the last, with room around a single one. */
function padded(bars: readonly Bar[], log: boolean): readonly [number, number] {
  const low = Math.min(...bars.map((bar) => bar.low));
  const high = Math.max(...bars.map((bar) => bar.high));
  if (!log) return high > low ? [low, high] : [Math.min(0, low), Math.max(2 * high, 1)];
  const widen = Math.max(1, Math.sqrt(LEAST_SPREAD / (high / low)));
  return [low / widen, high * widen];
}
