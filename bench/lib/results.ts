import { mkdirSync, writeFileSync } from "node:fs";
import { describeMachine } from "./processes.ts";

/** The middle value; the mean of the two middle ones for an even count. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}

/** Prints rows as an aligned table under a title. */
export function printTable(title: string, rows: readonly Readonly<Record<string, string>>[]): void {
  const columns = Object.keys(rows[0] ?? {});
  const width = (column: string): number =>
    Math.max(column.length, ...rows.map((row) => row[column]!.length));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, i) =>
        i === 0 ? cell.padEnd(width(columns[i]!)) : cell.padStart(width(columns[i]!)),
      )
      .join("  ");
  console.log(`\n${title}\n${line(columns)}`);
  for (const row of rows) console.log(line(columns.map((column) => row[column]!)));
}

/** Keeps raw figures with the machine's description in `bench/results/NAME.json`. */
export function keep(name: string, figures: unknown): void {
  mkdirSync("bench/results", { recursive: true });
  writeFileSync(
    `bench/results/${name}.json`,
    `${JSON.stringify({ machine: describeMachine(), figures }, null, 2)}\n`,
  );
}
