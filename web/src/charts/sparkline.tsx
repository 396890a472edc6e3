import type { JSX } from "preact";

interface Props {
  readonly values: readonly (number | null)[];
  /** Top of the drawing; the bottom is 0. */
  readonly top: number;
}

const WIDTH = 144;
const HEIGHT = 22;
const MOST_POINTS = 144;

/** The course of a quantity in the height of a line of text; gaps where nothing was read. */
export function Sparkline({ values, top }: Props): JSX.Element {
  const thinned = thin(values);
  const step = WIDTH / Math.max(1, thinned.length - 1);
  let path = "";
  let drawing = false;
  thinned.forEach((value, i) => {
    if (value !== null) {
      const y = HEIGHT - 1 - (top > 0 ? value / top : 0) * (HEIGHT - 2);
      path += `${drawing ? "L" : "M"}${(i * step).toFixed(1)} ${y.toFixed(1)}`;
    }
    drawing = value !== null;
  });
  return (
    <svg
      class="spark"
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <path d={path} />
    </svg>
  );
}

function thin(values: readonly (number | null)[]): (number | null)[] {
  const step = Math.ceil(values.length / MOST_POINTS);
  const points: (number | null)[] = [];
  for (let i = 0; i < values.length; i += step) {
    const group = values.slice(i, i + step).filter((value) => value !== null);
    points.push(group.length === 0 ? null : Math.max(...group));
  }
  return points;
}
