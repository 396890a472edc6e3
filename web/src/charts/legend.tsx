import type { JSX } from "preact";

export interface LegendItem {
  readonly label: string;
  /** Custom property of its colour. */
  readonly color: string;
  readonly shape?: "line" | "dashed" | "box";
  /** Value under the cursor. */
  readonly reading?: string;
}

/** What the colours of a chart stand for, with the values under the cursor. */
export function Legend({ items }: { items: readonly LegendItem[] }): JSX.Element {
  return (
    <ul class="legend">
      {items.map(({ label, color, shape = "line", reading }) => (
        <li key={label}>
          <span class={`swatch ${shape}`} style={{ borderTopColor: `var(${color})` }} />
          {label}
          {reading !== undefined && <span class="reading">{reading}</span>}
        </li>
      ))}
    </ul>
  );
}
