import { type Problem, UserError } from "../contracts/errors.ts";
import { layersOf, type PlanSources } from "./layers.ts";
import type { CommandName, Option } from "./option.ts";
import { problemOf, type Setting, Settings } from "./settings.ts";
import type { OutputSpec } from "./values.ts";

/** How one call of the command shows and keeps its results; no part of the test plan. */
export interface Invocation {
  /** Added to the id of the run. */
  readonly name: string | undefined;
  readonly outputs: readonly OutputSpec[];
  readonly runDirectory: string | undefined;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly color: boolean;
  readonly debug: boolean;
}

/** Whether an option belongs to the call and not to the plan. */
export function isInvocation(option: Option): boolean {
  return option.group === "Output";
}

const NAME = /^[\w][\w.-]{0,63}$/;

/**
 * What the options of the Output chapter say.
 * @throws UserError with every mistake in them; mistakes elsewhere are left to `readPlan`.
 */
export function readInvocation(command: CommandName, sources: PlanSources): Invocation {
  const elsewhere: Problem[] = [];
  const layers = layersOf(sources, command, elsewhere);
  const settings = new Settings(layers.map((layer) => layer.filter((s) => isInvocation(s.option))));
  const name = settings.one("name");
  const problems = [...settings.problems, ...(name === undefined ? [] : checkName(name))];
  if (problems.length > 0) throw new UserError(problems);
  const isOn = (option: string): boolean => settings.isOn(option);
  return {
    name: settings.text("name"),
    outputs: settings.values("out") as OutputSpec[],
    runDirectory: settings.text("run-dir"),
    json: isOn("json"),
    quiet: isOn("quiet"),
    color: !isOn("no-color"),
    debug: isOn("debug"),
  };
}

/** The name becomes part of a directory's. */
function checkName({ where, text }: Setting): Problem[] {
  if (NAME.test(text)) return [];
  return [problemOf(where, text, "a name of at most 64 letters, digits, dots, - and _")];
}
