import type { RunFile } from "../contracts/run-file.ts";
import { summaryOf } from "./summary.ts";

/**
 * The text of `run.json`, the summary at its head: indented where a person reads, a list of numbers or an element of a list on one line, so that
 * a run of twenty minutes stays a few megabytes and can be searched with line tools.
 */
export function stringifyRun(run: RunFile): string {
  return `${printed({ ...summaryOf(run), ...run }, "")}\n`;
}

function printed(value: unknown, indent: string): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  const inner = `${indent}  `;
  if (Array.isArray(value)) {
    if (value.every((element) => typeof element !== "object")) return JSON.stringify(value);
    const lines = value.map((element) => inner + JSON.stringify(element));
    return `[\n${lines.join(",\n")}\n${indent}]`;
  }
  const entries = Object.entries(value).filter(([, element]) => element !== undefined);
  if (entries.length === 0) return "{}";
  const lines = entries.map(
    ([key, element]) => `${inner}${JSON.stringify(key)}: ${printed(element, inner)}`,
  );
  return `{\n${lines.join(",\n")}\n${indent}}`;
}
