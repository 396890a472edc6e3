import type { ComponentChildren, JSX } from "preact";
import { ScrollBox } from "./scroll-box.tsx";

export interface Column<Row> {
  readonly title: string;
  readonly numeric?: boolean;
  /** Holds sentences: not squeezed, the table scrolls instead. */
  readonly wide?: boolean;
  readonly cell: (row: Row, index: number) => ComponentChildren;
}

interface Props<Row> {
  readonly caption: string;
  /** For tables whose heading says the same. */
  readonly captionHidden?: boolean;
  /** As wide as its content, for a few short columns. */
  readonly compact?: boolean;
  /** The first column names its row. */
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
}

/** A table of rows with a named first column; scrolls sideways where it is too wide. */
export function Table<Row>(props: Props<Row>): JSX.Element {
  const { caption, captionHidden, compact, columns, rows } = props;
  return (
    <ScrollBox label={caption}>
      <table class={compact === true ? "compact" : undefined}>
        <caption class={captionHidden === true ? "hidden-visually" : undefined}>{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <th scope="col" key={column.title} class={classOf(column)}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {columns.map((column, place) => {
                const content = column.cell(row, index);
                return place === 0 ? (
                  <th scope="row" key={column.title} class={classOf(column)}>
                    {content}
                  </th>
                ) : (
                  <td key={column.title} class={classOf(column)}>
                    {content}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollBox>
  );
}

function classOf<Row>(column: Column<Row>): string | undefined {
  if (column.numeric === true) return "numeric";
  return column.wide === true ? "wide" : undefined;
}
