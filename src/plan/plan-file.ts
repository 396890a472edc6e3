import type { Problem } from "../contracts/errors.ts";
import { describeType, isMapping } from "./kinds.ts";
import type { Option } from "./option.ts";
import { OPTIONS } from "./options.ts";
import { problemOf, type RawSetting } from "./settings.ts";
import { suggest } from "./suggest.ts";

/** Keys and list indices from the top of a file to a value. */
export type FilePath = readonly (string | number)[];

/** A plan file as its reader parsed it. */
export interface PlanFile {
  readonly name: string;
  readonly data: unknown;
  /** Line (from 1) of the value at a path; undefined where it is unknown. */
  lineOf(path: FilePath): number | undefined;
}

/** Lets editors find the schema of a JSON plan. */
const SCHEMA_KEY = "$schema";

/** Every place of a plan file and the option it sets. */
const PLACES: ReadonlyMap<string, Option> = new Map(
  OPTIONS.flatMap((option) => {
    const paths = [option.path, option.shortPath].filter((path) => path !== undefined);
    return paths.map((path) => [path, option] as const);
  }),
);

/** Places that only hold further keys, such as `load`. */
const SECTIONS: ReadonlySet<string> = new Set(
  [...PLACES.keys()].flatMap((path) => {
    const parts = path.split(".");
    return parts.slice(1).map((_, index) => parts.slice(0, index + 1).join("."));
  }),
);

/** The settings of a plan file; what it cannot hold goes to `problems`. */
export function settingsOfFile(file: PlanFile, problems: Problem[]): RawSetting[] {
  if (!isMapping(file.data)) {
    problems.push({
      code: "plan-syntax",
      where: file.name,
      received: describeType(file.data),
      expected: "a plan: keys and values such as 'target: http://127.0.0.1:8000/predict'",
    });
    return [];
  }
  return settingsOfSection(file, [], file.data, problems);
}

function settingsOfSection(
  file: PlanFile,
  path: FilePath,
  section: Readonly<Record<string, unknown>>,
  problems: Problem[],
): RawSetting[] {
  return Object.entries(section).flatMap(([key, raw]) => {
    const here = [...path, key];
    const place = here.join(".");
    const option = PLACES.get(place);
    if (SECTIONS.has(place) && (isMapping(raw) || option === undefined)) {
      if (isMapping(raw)) return settingsOfSection(file, here, raw, problems);
      problems.push(sectionProblem(file, here, raw));
      return [];
    }
    if (option !== undefined) return settingsOfOption(file, here, option, raw, problems);
    if (place !== SCHEMA_KEY) problems.push(unknownKey(file, here));
    return [];
  });
}

function settingsOfOption(
  file: PlanFile,
  path: FilePath,
  option: Option,
  raw: unknown,
  problems: Problem[],
): RawSetting[] {
  if (option.negative === true) {
    const where = placeIn(file, path);
    if (typeof raw === "boolean") return [{ option, raw: !raw, where }];
    problems.push(problemOf(where, describeType(raw), "true or false"));
    return [];
  }
  if (option.repeatable !== true) return [{ option, raw, where: placeIn(file, path) }];
  if (Array.isArray(raw)) {
    return raw.map((item: unknown, index) => {
      return { option, raw: item, where: placeIn(file, [...path, index]) };
    });
  }
  if (isMapping(raw) && option.kind !== "stage") return namedItems(file, path, option, raw);
  return [{ option, raw, where: placeIn(file, path) }];
}

/** Headers and form parts may be written as mappings; a list under a name repeats it. */
function namedItems(
  file: PlanFile,
  path: FilePath,
  option: Option,
  items: Readonly<Record<string, unknown>>,
): RawSetting[] {
  const join = option.kind === "header" ? ": " : "=";
  return Object.entries(items).flatMap(([name, value]) => {
    const where = placeIn(file, [...path, name]);
    const values: readonly unknown[] = Array.isArray(value) ? value : [value];
    return values.map((one) => {
      const plain = ["string", "number", "boolean"].includes(typeof one);
      return { option, raw: plain ? `${name}${join}${String(one)}` : one, where };
    });
  });
}

/** `plan.yaml:12 load.rate`. */
function placeIn(file: PlanFile, path: FilePath): string {
  const line = file.lineOf(path);
  const dotted = path.map((part, i) => (typeof part === "number" ? `[${part}]` : dot(part, i)));
  return `${file.name}${line === undefined ? "" : `:${line}`} ${dotted.join("")}`;
}

function dot(key: string, index: number): string {
  return index === 0 ? key : `.${key}`;
}

function sectionProblem(file: PlanFile, path: FilePath, raw: unknown): Problem {
  const name = path.join(".");
  const keys = keysUnder(name);
  return {
    code: "plan-syntax",
    where: placeIn(file, path),
    received: typeof raw === "string" ? raw : describeType(raw),
    expected: `a mapping with keys such as ${keys.slice(0, 3).join(", ")}`,
  };
}

function unknownKey(file: PlanFile, path: FilePath): Problem {
  const key = String(path.at(-1));
  const section = path.slice(0, -1).join(".");
  const siblings = keysUnder(section);
  const problem = {
    code: "plan-key",
    where: placeIn(file, path),
    received: key,
    expected: `one of ${siblings.join(", ")}`,
  } as const;
  const hint = hintForKey(key, siblings);
  return hint === undefined ? problem : { ...problem, hint };
}

function hintForKey(key: string, siblings: readonly string[]): string | undefined {
  const elsewhere = [...PLACES].find(
    ([path, option]) => path.endsWith(`.${key}`) || option.name === key,
  );
  if (elsewhere !== undefined) return `Write it as ${elsewhere[0]}.`;
  const near = suggest(key, siblings);
  return near === undefined ? undefined : `Did you mean ${near}?`;
}

function keysUnder(section: string): string[] {
  const prefix = section === "" ? "" : `${section}.`;
  const below = [...PLACES.keys()].filter((path) => path.startsWith(prefix));
  return [...new Set(below.map((path) => path.slice(prefix.length).split(".")[0]!))];
}
