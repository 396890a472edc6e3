import type { JSX } from "preact";
import type { CurvePoint } from "../derive/percentile-curve.ts";
import { duration, exact, text } from "../format/index.ts";
import { BottomAxis, LeftAxis } from "./axes.tsx";
import { Frame } from "./frame.tsx";
import { linearScale } from "./scale.ts";
import type { Scale } from "./scale.ts";

/** One clock's curve. */
export interface Curve {
  readonly name: string;
  readonly color: string;
  readonly dashed?: boolean;
  readonly points: readonly CurvePoint[];
}

interface Props {
  readonly label: string;
  readonly height?: number;
  readonly curves: readonly Curve[];
}

/** Percentiles that get a label, as `nines` = -log10(1 - q). */
const LABELS: readonly (readonly [nines: number, label: string])[] = [
  [-Math.log10(0.5), "p50"],
  [1, "p90"],
  [2, "p99"],
  [3, "p99.9"],
  [4, "p99.99"],
  [5, "p99.999"],
];

/** Latency by percentile on an axis that gives every further nine the same room. */
export function CurveChart({ label, curves, height = 210 }: Props): JSX.Element {
  const points = curves.flatMap((curve) => curve.points);
  const end = Math.max(...points.map((point) => point.nines));
  const highest = Math.max(...points.map((point) => point.ms));
  return (
    <Frame height={height} label={label}>
      {(area) => {
        const linear = linearScale([0, end], [area.left, area.right], 1);
        const ticks = LABELS.map(([nines]) => nines).filter((nines) => nines <= end + 1e-9);
        const y = linearScale([0, highest], [area.bottom, area.top], height / 45);
        return (
          <>
            <LeftAxis area={area} scale={y} label={(ms) => text(exact(duration(ms)))} />
            <BottomAxis area={area} scale={{ at: linear.at, ticks }} label={labelOf} />
            {curves.map((curve) => (
              <path
                key={curve.name}
                class="line"
                style={{ stroke: `var(${curve.color})` }}
                stroke-dasharray={curve.dashed === true ? "5 3" : undefined}
                d={pathOf(curve.points, linear, y)}
              />
            ))}
            {curves[0]!.points.map(({ nines }, i) => (
              <rect
                key={i}
                class="hit"
                x={linear.at(nines) - 2}
                width={6}
                y={area.top}
                height={area.bottom - area.top}
              >
                <title>{reading(curves, i)}</title>
              </rect>
            ))}
          </>
        );
      }}
    </Frame>
  );
}

function labelOf(nines: number): string {
  return LABELS.find(([place]) => place === nines)?.[1] ?? "";
}

function pathOf(points: readonly CurvePoint[], x: Scale, y: Scale): string {
  return points
    .map((p, i) => `${i === 0 ? "M" : "L"}${x.at(p.nines).toFixed(1)} ${y.at(p.ms).toFixed(1)}`)
    .join("");
}

function reading(curves: readonly Curve[], i: number): string {
  const nines = curves[0]!.points[i]!.nines;
  const percent = 100 * (1 - 10 ** -nines);
  const values = curves.flatMap((curve) => {
    const point = curve.points[i];
    return point === undefined ? [] : [`${curve.name} ${text(duration(point.ms))}`];
  });
  return `${percent.toFixed(percent > 99 ? 2 : 1)} % of requests took at most: ${values.join(", ")}`;
}
