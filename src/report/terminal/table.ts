import { type Screen, visibleLength } from "./screen.ts";

/**
 * Rows under a head. The first column is a name and stands left, the others stand right.
 * @param minimum least widths, so that tables under each other line up
 */
export function table(
  screen: Screen,
  head: readonly string[],
  rows: readonly (readonly string[])[],
  minimum: readonly number[] = [],
): string[] {
  const widths = head.map((cell, column) =>
    Math.max(
      minimum[column] ?? 0,
      ...[cell, ...rows.map((row) => row[column] ?? "")].map(visibleLength),
    ),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => {
        const space = " ".repeat(widths[column]! - visibleLength(cell));
        return column === 0 ? `${cell}${space}` : `${space}${cell}`;
      })
      .join(" ")
      .trimEnd();
  return [screen.title(line(head)), ...rows.map(line)];
}
