import type { JSX } from "preact";
import type { LatencySummary } from "../../../src/contracts/run-file.ts";

const WIDTH = 144;
const HEIGHT = 16;

/** From p50 over p95 to p99 on an axis that starts at 0 and ends at `top` ms; the numbers stand beside it. */
export function RangeStrip({
  summary,
  top,
}: {
  summary: LatencySummary;
  top: number;
}): JSX.Element {
  const at = (ms: number): number => (top > 0 ? (ms / top) * (WIDTH - 8) : 0) + 4;
  const { p50, p95, p99 } = summary;
  const known = [p50, p95, p99].filter((value) => value !== undefined);
  const points = [
    { value: p50, color: "--p50" },
    { value: p95, color: "--p95" },
    { value: p99, color: "--p99" },
  ];
  return (
    <svg class="strip" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true">
      <line class="grid" x1={at(0)} x2={at(top)} y1={HEIGHT / 2} y2={HEIGHT / 2} />
      {known.length > 1 && (
        <line
          class="span"
          x1={at(known[0]!)}
          x2={at(known.at(-1)!)}
          y1={HEIGHT / 2}
          y2={HEIGHT / 2}
        />
      )}
      {points.map(({ value, color }) =>
        value === undefined ? null : (
          <circle
            key={color}
            cx={at(value)}
            cy={HEIGHT / 2}
            r={4}
            style={{ fill: `var(${color})` }}
          />
        ),
      )}
    </svg>
  );
}
