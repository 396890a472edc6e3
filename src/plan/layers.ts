import type { Problem } from "../contracts/errors.ts";
import type { RawFlags } from "./arguments.ts";
import { type Environment, settingsOfEnvironment } from "./environment.ts";
import type { CommandName } from "./option.ts";
import { optionNamed, OPTIONS, optionsOf } from "./options.ts";
import { type PlanFile, settingsOfFile } from "./plan-file.ts";
import type { RawSetting } from "./settings.ts";

/** Where settings come from: the file first, then the environment, then the flags, the later one winning. */
export interface PlanSources {
  readonly flags: RawFlags;
  readonly environment: Environment;
  readonly file?: PlanFile | undefined;
}

/** The settings of each source, lowest first; what cannot be a setting goes to `problems`. */
export function layersOf(
  { flags, environment, file }: PlanSources,
  command: CommandName,
  problems: Problem[],
): RawSetting[][] {
  return [
    file === undefined ? [] : settingsOfFile(file, problems),
    settingsOfEnvironment(environment, optionsOf(command), OPTIONS, problems),
    flags.map(({ option, spelled, value }) => {
      return { option: optionNamed(option), raw: value, where: spelled };
    }),
  ];
}
