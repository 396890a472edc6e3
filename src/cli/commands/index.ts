import type { Command } from "../command.ts";
import { completionCommand } from "./completion.ts";
import { DOCTOR } from "./doctor.ts";
import { helpCommand } from "./help.ts";
import { REPORT } from "./report.ts";
import { RUN } from "./run.ts";
import { VERSION_COMMAND } from "./version.ts";

/** Every command, in the order of the help. */
export const COMMANDS: readonly Command[] = [
  RUN,
  REPORT,
  DOCTOR,
  helpCommand(() => COMMANDS),
  completionCommand(() => COMMANDS),
  VERSION_COMMAND,
];
