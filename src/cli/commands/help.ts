import { UserError } from "../../contracts/errors.ts";
import { suggest } from "../../plan/index.ts";
import type { Command } from "../command.ts";
import { EXIT } from "../exit-codes.ts";
import { commandHelp, overview } from "../help.ts";
import { Terminal } from "../terminal.ts";

/** Explains kneepoint, or one command. */
export function helpCommand(commands: () => readonly Command[]): Command {
  return {
    name: "help",
    summary: "explain a command and its options",
    usage: "[COMMAND]",
    examples: ["kneepoint help run"],
    options: undefined,
    async run([name], io) {
      const terminal = new Terminal(io.stdout, io.env);
      if (name === undefined) {
        terminal.print(overview(terminal, commands()));
        return EXIT.ok;
      }
      const command = commands().find((candidate) => candidate.name === name);
      if (command === undefined) throw unknownCommand(name, commands());
      terminal.print(await commandHelp(terminal, command));
      return EXIT.ok;
    },
  };
}

/** A word that is no command. */
export function unknownCommand(received: string, commands: readonly Command[]): UserError {
  const names = commands.map(({ name }) => name);
  const problem = {
    code: "option-unknown",
    where: "command",
    received,
    expected: `one of ${names.join(", ")}`,
  } as const;
  const hint = hintFor(received, names);
  return new UserError([hint === undefined ? problem : { ...problem, hint }]);
}

function hintFor(received: string, names: readonly string[]): string | undefined {
  if (/:\/\/|\.(ya?ml|json)$|^localhost|:\d+/.test(received))
    return `Write: kneepoint run ${received}`;
  if (received.startsWith("-")) return "The command comes first: kneepoint run URL [options]";
  const near = suggest(received, names);
  return near === undefined ? undefined : `Did you mean ${near}?`;
}
