import type { Problem } from "../contracts/errors.ts";
import type { InputPlan } from "../contracts/plan.ts";
import type { InputDescription, PathOrigin, PlanChecks } from "./checks.ts";
import { DEFAULTS } from "./defaults.ts";
import { describeType, isMapping } from "./kinds.ts";
import { FORM_FILE, problemOf, relocated, type Setting, type Settings } from "./settings.ts";
import type { FormPart } from "./values.ts";

/** Layer of the plan file in `Settings`. */
const FILE_LAYER = 0;
/** A file that describes an input; `file:data.json` is one that is sent. */
const DESCRIPTION_FILE = /^[^:]+\.(ya?ml|json)$/i;

/** What a plan sends. */
export function planInput(settings: Settings, checks: PlanChecks, problems: Problem[]): InputPlan {
  return {
    spec: inputSpec(settings, checks, problems),
    count: settings.number("input-count"),
    memoryBytes: settings.number("input-memory") ?? DEFAULTS.inputMemoryBytes,
    unique: !settings.isOn("no-unique"),
  };
}

/** What a relative path of a setting is relative to. */
export function originOf(setting: Setting): PathOrigin {
  return setting.layer === FILE_LAYER ? "plan-file" : "working-directory";
}

function inputSpec(settings: Settings, checks: PlanChecks, problems: Problem[]): InputPlan["spec"] {
  const setting =
    settings.one("input") ??
    settings.one("body") ??
    settings.one("body-file") ??
    settings.all(FORM_FILE)[0];
  if (setting === undefined) return undefined;
  const described = describe(setting, settings, checks, problems);
  if (described === undefined) return undefined;
  const checked = checks.input(described, originOf(setting));
  if ("spec" in checked) return checked.spec;
  for (const problem of checked.problems) {
    const key = /, key .+$/.exec(problem.where)?.[0] ?? "";
    problems.push(relocated(problem, setting.where + key));
  }
  return undefined;
}

/** The setting in the terms of the inputs room. */
function describe(
  setting: Setting,
  settings: Settings,
  checks: PlanChecks,
  problems: Problem[],
): InputDescription | undefined {
  const value = setting.value;
  if (setting === settings.one("body")) return { kind: "text", text: value };
  if (setting === settings.one("body-file")) return { kind: "file", path: value };
  if (setting === settings.all(FORM_FILE)[0])
    return { kind: "file", path: (value as FormPart).value };
  if (typeof value !== "string" || !DESCRIPTION_FILE.test(value)) return value as InputDescription;
  return readDescription(setting, value, checks, problems);
}

function readDescription(
  setting: Setting,
  path: string,
  checks: PlanChecks,
  problems: Problem[],
): InputDescription | undefined {
  const read = checks.readData(path, originOf(setting));
  if ("data" in read && isMapping(read.data)) return read.data;
  const hint = "data" in read ? `It holds ${describeType(read.data)}.` : read.failure;
  problems.push(
    problemOf(setting.where, path, "a file that describes an input as a mapping", hint),
  );
  return undefined;
}
