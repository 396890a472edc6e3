import type { CommandName } from "../plan/index.ts";
import type { CliIo } from "./io.ts";

/** A command as typed after `kneepoint`. */
export interface Command {
  readonly name: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** What follows the name, such as `URL|PLAN.yaml [options]`. */
  readonly usage: string;
  /** Command lines that work, for the help. */
  readonly examples: readonly string[];
  /** Whose options of the option table it takes; undefined: none. */
  readonly options: CommandName | undefined;
  /**
   * Does the work and gives the exit code.
   * @throws UserError for mistakes of the user, InterruptedError when nothing was measured.
   */
  run(argv: readonly string[], io: CliIo): Promise<number>;
}
