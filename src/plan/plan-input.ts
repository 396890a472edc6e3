import type { Problem } from "../contracts/errors.ts";
import type { InputPlan } from "../contracts/plan.ts";
import type { PathOrigin, PlanChecks } from "./checks.ts";
import { DEFAULTS } from "./defaults.ts";
import { isMapping } from "./kinds.ts";
import { FORM_FILE, relocated, type Setting, type Settings } from "./settings.ts";
import type { FormPart } from "./values.ts";

/** Layer of the plan file in `Settings`. */
const FILE_LAYER = 0;

/** What a plan sends. */
export function planInput(settings: Settings, checks: PlanChecks, problems: Problem[]): InputPlan {
  const spec = inputSpec(settings, checks, problems);
  return {
    spec,
    count: settings.value<number>("input-count"),
    memoryBytes: settings.value<number>("input-memory") ?? DEFAULTS.inputMemoryBytes,
    unique: settings.value<boolean>("no-unique") !== true,
  };
}

/** What a relative path of a setting is relative to. */
export function originOf(setting: Setting): PathOrigin {
  return setting.layer === FILE_LAYER ? "plan-file" : "working-directory";
}

function inputSpec(settings: Settings, checks: PlanChecks, problems: Problem[]): InputPlan["spec"] {
  const found = findInput(settings, checks);
  if (found === undefined) return undefined;
  const { spec, setting } = found;
  problems.push(...checks.input(spec).map((problem) => relocated(problem, setting.where)));
  return spec;
}

function findInput(
  settings: Settings,
  checks: PlanChecks,
): { spec: NonNullable<InputPlan["spec"]>; setting: Setting } | undefined {
  const file = (setting: Setting, path: string) => {
    return { spec: { kind: "file", path: checks.resolvePath(path, originOf(setting)) }, setting };
  };
  const input = settings.one("input");
  if (input !== undefined) return { spec: resolvePaths(input, checks), setting: input };
  const body = settings.one("body");
  if (body !== undefined)
    return { spec: { kind: "body", text: body.value as string }, setting: body };
  const bodyFile = settings.one("body-file");
  if (bodyFile !== undefined) return file(bodyFile, bodyFile.value as string);
  const part = settings.all(FORM_FILE)[0];
  return part === undefined ? undefined : file(part, (part.value as FormPart).value);
}

/** A `path` in a description is relative to the plan file it stands in. */
function resolvePaths(setting: Setting, checks: PlanChecks): NonNullable<InputPlan["spec"]> {
  const spec = setting.value as NonNullable<InputPlan["spec"]>;
  if (!isMapping(spec) || typeof spec["path"] !== "string") return spec;
  return { ...spec, path: checks.resolvePath(spec["path"], originOf(setting)) };
}
