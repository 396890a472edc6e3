import type { CommandName, Option } from "./option.ts";
import { INPUT_OPTIONS, PROTOCOL_OPTIONS } from "./options/input.ts";
import { JUDGEMENT_OPTIONS, MONITOR_OPTIONS } from "./options/judgement.ts";
import { CONNECTION_OPTIONS, LOAD_OPTIONS } from "./options/load.ts";
import { GENERAL_OPTIONS, OUTPUT_OPTIONS } from "./options/output.ts";
import { TARGET_OPTIONS } from "./options/target.ts";

/** Every option there is, in the order of the help. */
export const OPTIONS: readonly Option[] = [
  ...TARGET_OPTIONS,
  ...LOAD_OPTIONS,
  ...CONNECTION_OPTIONS,
  ...INPUT_OPTIONS,
  ...PROTOCOL_OPTIONS,
  ...JUDGEMENT_OPTIONS,
  ...MONITOR_OPTIONS,
  ...OUTPUT_OPTIONS,
  ...GENERAL_OPTIONS,
];

/** The options a command takes. */
export function optionsOf(command: CommandName): readonly Option[] {
  return OPTIONS.filter((option) => option.commands.includes(command));
}

/** The option of that name. @throws Error when none has it: a mistake in our own code. */
export function optionNamed(name: string): Option {
  const option = OPTIONS.find((candidate) => candidate.name === name);
  if (option === undefined) throw new Error(`no option is named ${name}`);
  return option;
}
