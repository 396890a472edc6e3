import type { Problem } from "../contracts/errors.ts";
import { environmentName, type Option } from "./option.ts";
import type { RawSetting } from "./settings.ts";
import { editDistance, nearEnough } from "./suggest.ts";

/** Sets options from outside the command line, such as `KNEEPOINT_RATE=50`. */
const PREFIX = "KNEEPOINT_";
/** Kubernetes puts these into every pod beside a service named kneepoint. */
const OF_KUBERNETES = /^KNEEPOINT_(PORT|SERVICE_)/;

/** The environment: name and value. */
export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The settings in the environment; repeatable options take one value a line. A variable that is a slip of the hand
 * away from a known one is a mistake; others that begin with the prefix belong to somebody else.
 */
export function settingsOfEnvironment(
  environment: Environment,
  options: readonly Option[],
  allOptions: readonly Option[],
  problems: Problem[],
): RawSetting[] {
  const known = new Set(allOptions.map(environmentName));
  for (const name of Object.keys(environment)) {
    if (!name.startsWith(PREFIX) || known.has(name) || OF_KUBERNETES.test(name)) continue;
    const near = [...known].find((other) => isSlip(name, other));
    if (near !== undefined) problems.push(unknownVariable(name, near));
  }
  return options.flatMap((option) => settingsOf(option, environment[environmentName(option)]));
}

function settingsOf(option: Option, text: string | undefined): RawSetting[] {
  if (text === undefined || text === "") return [];
  const where = environmentName(option);
  if (option.repeatable !== true) return [{ option, raw: text, where }];
  const lines = text.split("\n").filter((line) => line.trim() !== "");
  return lines.map((line) => ({ option, raw: line, where }));
}

function isSlip(name: string, known: string): boolean {
  const [word, other] = [name.slice(PREFIX.length), known.slice(PREFIX.length)];
  return editDistance(word, other) <= nearEnough(Math.min(word.length, other.length)) - 1;
}

function unknownVariable(name: string, near: string): Problem {
  return {
    code: "option-unknown",
    where: name,
    expected: "an environment variable that kneepoint knows",
    hint: `Did you mean ${near}?`,
  };
}
