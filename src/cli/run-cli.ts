import { InterruptedError, UserError } from "../contracts/errors.ts";
import { redactText } from "../contracts/redact.ts";
import { COMMANDS } from "./commands/index.ts";
import { unknownCommand } from "./commands/help.ts";
import { EXIT } from "./exit-codes.ts";
import { InternalError, stackOf } from "./internal-error.ts";
import type { CliIo } from "./io.ts";
import { Terminal } from "./terminal.ts";

const HELP_FLAGS = new Set(["-h", "--help"]);
const VERSION_FLAGS = new Set(["-V", "--version"]);

/** Runs one command line (the words after `kneepoint`) and gives its exit code. Throws only where no file can be opened any more. */
export async function runCli(argv: readonly string[], io: CliIo): Promise<number> {
  try {
    return await dispatch(argv, io);
  } catch (error) {
    return await explain(error, argv, io);
  }
}

async function dispatch(argv: readonly string[], io: CliIo): Promise<number> {
  const [name, ...rest] = commandWords(argv);
  const command = COMMANDS.find((candidate) => candidate.name === name);
  if (command === undefined) throw unknownCommand(name, COMMANDS);
  return command.run(rest, io);
}

/** The command line with flags that stand for commands replaced by them. */
function commandWords(argv: readonly string[]): [name: string, ...rest: string[]] {
  const [first, ...rest] = argv;
  if (first === undefined || HELP_FLAGS.has(first)) return ["help"];
  if (VERSION_FLAGS.has(first)) return ["version"];
  const end = rest.indexOf("--");
  const before = end < 0 ? rest : rest.slice(0, end);
  return before.some((word) => HELP_FLAGS.has(word)) ? ["help", first] : [first, ...rest];
}

/** Says what went wrong, in words of the user's, and gives the exit code. */
async function explain(error: unknown, argv: readonly string[], io: CliIo): Promise<number> {
  if (error instanceof Error && "code" in error && error.code === "EMFILE") throw error;
  const { plainText, problemsJson, showProblems } = await import("./show-problems.ts");
  const terminal = new Terminal(io.stderr, io.env, !argv.includes("--no-color"));
  if (error instanceof UserError) {
    showProblems(terminal, error.problems);
    if (argv.includes("--json")) io.stdout.write(problemsJson(error.problems));
    const unreachable = error.problems.every(({ code }) => code === "target-unreachable");
    return unreachable ? EXIT.unreachable : EXIT.badInput;
  }
  if (error instanceof InterruptedError) {
    terminal.print(error.message);
    return EXIT.interrupted;
  }
  const cause = error instanceof Error ? error : new Error(String(error));
  const message = plainText(redactText(cause.message));
  terminal.print(terminal.style("red", `kneepoint: internal error: ${message}`));
  terminal.print(`  ${whereDetailsAre(cause, argv, io)}`);
  terminal.print("  This is a mistake in kneepoint, not in your plan: please report it.");
  return EXIT.internal;
}

function whereDetailsAre(error: Error, argv: readonly string[], io: CliIo): string {
  if (argv.includes("--debug") || (io.env["KNEEPOINT_DEBUG"] ?? "") !== "") return stackOf(error);
  if (error instanceof InternalError) return `Details: ${error.detailsAt}`;
  return "Run it again with --debug to see where.";
}
