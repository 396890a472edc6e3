import type { ComponentChildren, JSX } from "preact";
import { useRef } from "preact/hooks";
import { useWidth } from "./use-width.ts";

/** The plotting area in pixels of the drawing. */
export interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

interface Props {
  readonly height: number;
  /** What the drawing shows, for those who do not see it. */
  readonly label: string;
  readonly children: (area: Area) => ComponentChildren;
}

const MARGIN = { left: 46, right: 14, top: 18, bottom: 22 };

/** A drawing as wide as its place, with room for axes. */
export function Frame({ height, label, children }: Props): JSX.Element {
  const place = useRef<HTMLDivElement>(null);
  const width = useWidth(place);
  const area = {
    left: MARGIN.left,
    right: width - MARGIN.right,
    top: MARGIN.top,
    bottom: height - MARGIN.bottom,
  };
  return (
    <div class="plot" ref={place} style={{ minHeight: `${height}px` }}>
      {width > MARGIN.left + MARGIN.right && (
        <svg class="chart" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
          {children(area)}
        </svg>
      )}
    </div>
  );
}
