import type { Option } from "../../plan/index.ts";
import { PROTOCOLS } from "../../protocols/index.ts";
import type { Command } from "../command.ts";
import { completedOptions, flagsOf, quoted, valuesOf } from "./words.ts";

/** A completion script for zsh, for a file named `_kneepoint` in a directory of `$fpath`. */
export function zshCompletion(commands: readonly Command[]): string {
  const described = commands.map(({ name, summary }) => quoted(`${name}:${summary}`));
  const cases = commands.map(
    (command) => `    ${command.name}) _arguments -s ${argumentsOf(command, commands)} ;;`,
  );
  return `#compdef kneepoint
# zsh completion for kneepoint: kneepoint completion zsh > ~/.zfunc/_kneepoint
_kneepoint() {
  local -a commands=(${described.join(" ")})
  if (( CURRENT == 2 )); then
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  (( CURRENT-- ))
  case $command in
${cases.join("\n")}
  esac
}
compdef _kneepoint kneepoint
`;
}

function argumentsOf(command: Command, commands: readonly Command[]): string {
  const options = completedOptions(command).flatMap((option) => optionSpecs(option));
  const words =
    command.name === "help"
      ? ["1:command:(" + commands.map(({ name }) => name).join(" ") + ")"]
      : command.name === "completion"
        ? ["1:shell:(bash zsh fish)"]
        : command.options === "doctor"
          ? []
          : ["*:file:_files"];
  return [...options, ...words.map((word) => quoted(word))].join(" ");
}

/** `'*--slo[help]:'BOUND':'`: the spelling, what it is for, and what its value is completed from. */
function optionSpecs(option: Option): string[] {
  const often = option.repeatable === true ? "*" : "";
  const help = option.help.replaceAll(/([[\]:\\])/g, "\\$1");
  const from = valuesOf(
    option,
    PROTOCOLS.map(({ name }) => name),
  );
  const action = from === "files" ? "_files" : from === "nothing" ? "" : `(${from.join(" ")})`;
  const label = (option.value ?? "").replaceAll(/[':]/g, "");
  const value = option.kind === "switch" ? "" : `:${label}:${action}`;
  return flagsOf(option).map((flag) => quoted(`${often}${flag}[${help}]${value}`));
}
