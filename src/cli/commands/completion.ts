import { UserError } from "../../contracts/errors.ts";
import type { Command } from "../command.ts";
import { bashCompletion } from "../completion/bash.ts";
import { fishCompletion } from "../completion/fish.ts";
import { zshCompletion } from "../completion/zsh.ts";
import { EXIT } from "../exit-codes.ts";

type Write = (commands: readonly Command[]) => string;

/** The shells there is a completion for. */
const SHELLS: ReadonlyMap<string, Write> = new Map([
  ["bash", bashCompletion],
  ["zsh", zshCompletion],
  ["fish", fishCompletion],
]);

/** Prints a completion script. */
export function completionCommand(commands: () => readonly Command[]): Command {
  return {
    name: "completion",
    summary: "print a completion script for a shell",
    usage: [...SHELLS.keys()].join("|"),
    examples: [
      "source <(kneepoint completion bash)",
      "kneepoint completion zsh > ~/.zfunc/_kneepoint",
      "kneepoint completion fish > ~/.config/fish/completions/kneepoint.fish",
    ],
    options: undefined,
    run([shell, ...rest], io) {
      const write = SHELLS.get(shell ?? "");
      if (write === undefined || rest.length > 0)
        throw unknownShell([shell ?? "", ...rest].join(" "));
      io.stdout.write(write(commands()));
      return Promise.resolve(EXIT.ok);
    },
  };
}

function unknownShell(received: string): UserError {
  const problem = { where: "completion", expected: `a shell: ${[...SHELLS.keys()].join(", ")}` };
  return new UserError([
    received === ""
      ? { code: "option-missing", ...problem }
      : { code: "option-value", received, ...problem },
  ]);
}
