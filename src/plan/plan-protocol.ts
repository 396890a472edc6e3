import type { Problem } from "../contracts/errors.ts";
import type { ProtocolPlan } from "../contracts/plan.ts";
import type { PlanChecks } from "./checks.ts";
import { originOf } from "./plan-input.ts";
import { FORM_FILE, problemOf, relocated, type Setting, type Settings } from "./settings.ts";
import type { FormPart } from "./values.ts";

/** Prefix of a protocol's options that are fixed parts of a form. */
export const FORM_OPTION_PREFIX = "form:";

/** How a plan's inputs become requests. */
export function planProtocol(
  settings: Settings,
  hasInput: boolean,
  checks: PlanChecks,
  problems: Problem[],
): ProtocolPlan {
  const name = settings.text("protocol") ?? impliedName(settings);
  checkForm(settings, name, problems);
  const options: Record<string, string> = {};
  const places = new Map<string, Setting>();
  const add = (key: string, value: string, setting: Setting): void => {
    options[key] = value;
    places.set(key, setting);
  };
  const filePart = settings.all(FORM_FILE)[0];
  if (filePart !== undefined) add("field", (filePart.value as FormPart).name, filePart);
  const field = settings.one("field");
  if (field !== undefined) add("field", field.value as string, field);
  for (const setting of name === "multipart" ? settings.all("form") : []) {
    const part = setting.value as FormPart;
    add(FORM_OPTION_PREFIX + part.name, part.value, setting);
  }
  const template = settings.one("template");
  if (template !== undefined) add("template", templateText(template, checks, problems), template);

  const named = settings.one("protocol") ?? template ?? settings.one("form");
  const found =
    filePart !== undefined && name !== "multipart" ? [] : checks.protocol(name, options, hasInput);
  problems.push(...found.map((problem) => located(problem, places, named)));
  return { name, options };
}

function impliedName(settings: Settings): string {
  if (settings.has("form") || settings.has(FORM_FILE)) return "multipart";
  return settings.has("template") ? "json-template" : "raw";
}

/** A protocol names its own option; the user knows the flag or the line. */
function located(
  problem: Problem,
  places: ReadonlyMap<string, Setting>,
  named: Setting | undefined,
): Problem {
  return relocated(problem, places.get(problem.where)?.where ?? named?.where ?? "--protocol");
}

function checkForm(settings: Settings, name: string, problems: Problem[]): void {
  const files = settings.all(FORM_FILE);
  const second = files[1];
  if (second !== undefined) {
    problems.push(
      problemOf(
        second.where,
        second.text,
        "one file in a form",
        "Other parts have fixed values: -F NAME=VALUE.",
      ),
    );
  }
  const first = files[0] ?? settings.all("form")[0];
  if (first === undefined || name === "multipart") return;
  problems.push({
    code: "option-conflict",
    where: first.where,
    received: first.text,
    expected: "--protocol multipart, or none, beside a form part",
  });
}

/** `@FILE`, a text with braces, or else the path of a file. */
function templateText(setting: Setting, checks: PlanChecks, problems: Problem[]): string {
  const given = setting.value as string;
  const isText = !given.startsWith("@") && /[{[\n"]/.test(given);
  if (isText) return given;
  const path = given.replace(/^@/, "");
  const read = checks.readText(path, originOf(setting));
  if ("text" in read) return read.text;
  const hint = `${read.failure} A template itself holds {{placeholders}}.`;
  problems.push(problemOf(setting.where, given, "a template, or a file that holds one", hint));
  return "{}";
}
