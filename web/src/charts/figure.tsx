import type { ComponentChildren, JSX } from "preact";
import { More } from "../components/more.tsx";
import { Legend } from "./legend.tsx";
import type { LegendItem } from "./legend.tsx";

interface Props {
  readonly title: string;
  readonly legend?: readonly LegendItem[];
  readonly note?: ComponentChildren;
  readonly children: ComponentChildren;
  /** The same as numbers. */
  readonly table?: () => ComponentChildren;
}

/** A chart with its title, legend, a remark, and the data behind it as a table. */
export function Figure({ title, legend, note, children, table }: Props): JSX.Element {
  return (
    <figure class="figure">
      <figcaption>
        <span class="title">{title}</span>
        {legend !== undefined && <Legend items={legend} />}
        {note !== undefined && <span class="note">{note}</span>}
      </figcaption>
      {children}
      {table !== undefined && <More summary="As a table">{table}</More>}
    </figure>
  );
}
