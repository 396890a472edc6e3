import { longFlag, type Option, optionsOf } from "../../plan/index.ts";
import type { Command } from "../command.ts";

/** The options a command completes. */
export function completedOptions(command: Command): readonly Option[] {
  const options = command.options === undefined ? [] : optionsOf(command.options);
  return options.filter((option) => option.positional !== true);
}

/** `--rate`, `-R`. */
export function flagsOf(option: Option): string[] {
  const letters = [option.short, option.alias].filter((letter) => letter !== undefined);
  return [longFlag(option), ...letters.map((letter) => `-${letter}`)];
}

/** What the value of an option is completed from. */
export function valuesOf(
  option: Option,
  protocols: readonly string[],
): readonly string[] | "files" | "nothing" {
  if (option.name === "protocol") return protocols;
  if (option.choices !== undefined) return option.choices;
  return option.kind === "path" ? "files" : "nothing";
}

/** A text in single quotes for a POSIX shell. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
