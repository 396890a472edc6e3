import { PROTOCOLS } from "../../protocols/index.ts";
import type { Command } from "../command.ts";
import { completedOptions, flagsOf, valuesOf } from "./words.ts";

/** A completion script for bash. */
export function bashCompletion(commands: readonly Command[]): string {
  const names = commands.map(({ name }) => name).join(" ");
  const options = new Set(commands.flatMap((command) => completedOptions(command)));
  const values = [...options].flatMap((option) => {
    const from = valuesOf(
      option,
      PROTOCOLS.map(({ name }) => name),
    );
    if (option.kind === "switch") return [];
    const words = typeof from === "string" ? "" : from.join(" ");
    const reply = from === "files" ? "_kneepoint_files" : `_kneepoint_words "${words}"`;
    return [`    ${flagsOf(option).join("|")}) ${reply}; return ;;`];
  });
  const perCommand = commands.map((command) => {
    const flags = completedOptions(command).flatMap((option) => flagsOf(option));
    const words =
      command.name === "help" ? names : command.name === "completion" ? "bash zsh fish" : "";
    return `    ${command.name}) words="${[...flags, words].join(" ").trim()}" ;;`;
  });
  return `# bash completion for kneepoint: source <(kneepoint completion bash)
_kneepoint_words() { COMPREPLY=($(compgen -W "$1" -- "$cur")); }
_kneepoint_files() { COMPREPLY=($(compgen -f -- "$cur")); }
_kneepoint() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD - 1]}" words=""
  if [[ $COMP_CWORD -eq 1 ]]; then
    _kneepoint_words "${names}"
    return
  fi
  case "$prev" in
${values.join("\n")}
  esac
  case "\${COMP_WORDS[1]}" in
${perCommand.join("\n")}
  esac
  _kneepoint_words "$words"
  if [[ "$cur" != -* && "\${COMP_WORDS[1]}" =~ ^(run|report)$ ]]; then
    COMPREPLY+=($(compgen -f -- "$cur"))
  fi
}
complete -o filenames -F _kneepoint kneepoint
`;
}
