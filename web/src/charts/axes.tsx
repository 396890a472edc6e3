import type { JSX } from "preact";
import type { Area } from "./frame.tsx";
import type { Scale } from "./scale.ts";

interface Props {
  readonly area: Area;
  readonly scale: Scale;
  readonly label: (value: number) => string;
}

/** Pixels a label needs at least, so that neighbours do not touch. */
export const LABEL_WIDTH = 62;

/** Ticks and labels under the plot. */
export function BottomAxis({ area, scale, label }: Props): JSX.Element {
  return (
    <g aria-hidden="true">
      <line class="base" x1={area.left} x2={area.right} y1={area.bottom} y2={area.bottom} />
      {scale.ticks.map((tick) => (
        <g key={tick}>
          <line
            class="base"
            x1={scale.at(tick)}
            x2={scale.at(tick)}
            y1={area.bottom}
            y2={area.bottom + 4}
          />
          <text x={scale.at(tick)} y={area.bottom + 16} text-anchor="middle">
            {label(tick)}
          </text>
        </g>
      ))}
    </g>
  );
}

/** Lines across the plot with labels at their left. */
export function LeftAxis({ area, scale, label }: Props): JSX.Element {
  return (
    <g aria-hidden="true">
      {scale.ticks.map((tick) => (
        <g key={tick}>
          <line
            class="grid"
            x1={area.left}
            x2={area.right}
            y1={scale.at(tick)}
            y2={scale.at(tick)}
          />
          <text x={area.left - 6} y={scale.at(tick)} dy="0.32em" text-anchor="end">
            {label(tick)}
          </text>
        </g>
      ))}
    </g>
  );
}
