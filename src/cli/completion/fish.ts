import type { Option } from "../../plan/index.ts";
import { PROTOCOLS } from "../../protocols/index.ts";
import type { Command } from "../command.ts";
import { completedOptions, valuesOf } from "./words.ts";

/** A completion script for fish. */
export function fishCompletion(commands: readonly Command[]): string {
  const names = commands.map(({ name }) => name);
  const lines = [
    "# fish completion for kneepoint: kneepoint completion fish > ~/.config/fish/completions/kneepoint.fish",
    "complete -c kneepoint -f",
    ...commands.map(({ name, summary }) => {
      return `complete -c kneepoint -n __fish_use_subcommand -a ${name} -d ${quote(summary)}`;
    }),
    ...commands.flatMap((command) => {
      return completedOptions(command).map((option) => optionLine(command.name, option));
    }),
    `complete -c kneepoint -n "__fish_seen_subcommand_from help" -a ${quote(names.join(" "))}`,
    `complete -c kneepoint -n "__fish_seen_subcommand_from completion" -a "bash zsh fish"`,
    `complete -c kneepoint -n "__fish_seen_subcommand_from run report" -F`,
  ];
  return `${lines.join("\n")}\n`;
}

function optionLine(command: string, option: Option): string {
  const letters = [option.short, option.alias].filter((letter) => letter !== undefined);
  const from = valuesOf(
    option,
    PROTOCOLS.map(({ name }) => name),
  );
  const value =
    option.kind === "switch"
      ? []
      : from === "files"
        ? ["-r", "-F"]
        : from === "nothing"
          ? ["-x"]
          : ["-x", "-a", quote(from.join(" "))];
  return [
    `complete -c kneepoint -n "__fish_seen_subcommand_from ${command}"`,
    ...letters.map((letter) => `-s ${letter}`),
    `-l ${option.name}`,
    ...value,
    `-d ${quote(option.help)}`,
  ].join(" ");
}

/** fish knows two escapes inside single quotes. */
function quote(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
