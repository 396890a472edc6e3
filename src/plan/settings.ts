import type { Problem } from "../contracts/errors.ts";
import { isSecretName, REDACTED } from "../contracts/redact.ts";
import { readValue } from "./kinds.ts";
import type { Option } from "./option.ts";
import type { FormPart } from "./values.ts";

/** A value as found, before it is read. */
export interface RawSetting {
  readonly option: Option;
  readonly raw: unknown;
  /** Flag, variable, or file, line and path. */
  readonly where: string;
}

/** A value as read, with the place it came from. */
export interface Setting {
  readonly value: unknown;
  /** As the user wrote it. */
  readonly text: string;
  readonly where: string;
  readonly layer: number;
}

/** A form part that is a file is the input, so it competes with the other inputs. */
export const FORM_FILE = "form-file";

/** Every way to say what is sent. */
export const INPUTS: readonly string[] = ["input", "body", "body-file", FORM_FILE];

/**
 * Settings that contradict each other. Within one layer that is a mistake; a higher layer's replaces the lower one's,
 * so that `--concurrency 8` turns a plan's open model into a closed one.
 */
const EXCLUSIVE: readonly (readonly [one: string, other: string, why: string])[] = [
  ["rate", "concurrency", "A rate is an open model, users who wait are a closed one."],
  ["rate", "think", "Users of a closed model think; in an open model the rate says it all."],
  ["max-in-flight", "concurrency", "In a closed model the users are the limit."],
  ["max-in-flight", "think", "In a closed model the users are the limit."],
  ["duration", "stage", "The stages say how long the load lasts."],
  ["input", "body", "A request has one body."],
  ["input", "body-file", "A request has one body."],
  ["body", "body-file", "A request has one body."],
  [FORM_FILE, "input", "The file is the input; use --field to name the part of a generated input."],
  [FORM_FILE, "body", "A request has one body."],
  [FORM_FILE, "body-file", "A request has one body."],
  ["field", FORM_FILE, "The name before =@ is the field."],
];

/** What was set, by option name; the highest layer wins. */
export class Settings {
  readonly problems: Problem[] = [];
  readonly #byName = new Map<string, readonly Setting[]>();
  readonly #unreadable = new Set<string>();

  /** @param layers lowest first: plan file, environment, flags. */
  constructor(layers: readonly (readonly RawSetting[])[]) {
    layers.forEach((layer, index) => this.#lay(this.#read(layer, index)));
  }

  /** All values of an option, in their order. */
  all(name: string): readonly Setting[] {
    return this.#byName.get(name) ?? [];
  }

  /** The value of an option that has one. */
  one(name: string): Setting | undefined {
    return this.all(name).at(-1);
  }

  /** Whether the option was set, if only to something unreadable: then nothing else is missing because of it. */
  has(name: string): boolean {
    return this.#byName.has(name) || this.#unreadable.has(name);
  }

  hasAny(names: readonly string[]): boolean {
    return names.some((name) => this.has(name));
  }

  /** The value of an option whose kind reads a number; undefined when not set. */
  number(name: string): number | undefined {
    return this.one(name)?.value as number | undefined;
  }

  /** The value of an option whose kind reads a text; undefined when not set. */
  text(name: string): string | undefined {
    return this.one(name)?.value as string | undefined;
  }

  /** Whether a switch is on. */
  isOn(name: string): boolean {
    return this.one(name)?.value === true;
  }

  /** All values of an option, as the type that its kind reads. */
  values(name: string): readonly unknown[] {
    return this.all(name).map((setting) => setting.value);
  }

  #read(layer: readonly RawSetting[], index: number): Map<string, Setting[]> {
    const read = new Map<string, Setting[]>();
    for (const { option, raw, where } of layer) {
      const text = typeof raw === "string" ? raw : textOf(raw);
      const parsed = readValue(option, raw);
      if (!parsed.ok) {
        const shown = option.kind === "header" ? redactHeader(text, where) : text;
        this.problems.push(problemOf(where, shown, parsed.expected, parsed.hint));
        this.#unreadable.add(option.name);
        if (option.kind === "form-part") this.#unreadable.add(FORM_FILE);
        continue;
      }
      const name = keyOf(option, parsed.value);
      const setting: Setting = { value: parsed.value, text, where, layer: index };
      if (option.repeatable === true && read.has(name)) read.get(name)!.push(setting);
      else read.set(name, [setting]);
    }
    return read;
  }

  #lay(layer: ReadonlyMap<string, readonly Setting[]>): void {
    for (const [one, other, why] of EXCLUSIVE) {
      const [first, second] = [layer.get(one)?.[0], layer.get(other)?.[0]];
      if (first !== undefined && second !== undefined) this.#conflict(first, second, why);
      else if (first !== undefined) this.#byName.delete(other);
      else if (second !== undefined) this.#byName.delete(one);
    }
    for (const [name, settings] of layer) {
      const identity = IDENTITIES[name];
      if (identity === undefined) {
        this.#byName.set(name, settings);
        continue;
      }
      const replaced = new Set(settings.map(identity));
      const kept = this.all(name).filter((setting) => !replaced.has(identity(setting)));
      this.#byName.set(name, [...kept, ...settings]);
    }
  }

  #conflict(first: Setting, second: Setting, why: string): void {
    this.problems.push({
      code: "option-conflict",
      where: second.where,
      expected: `either this or ${first.where}, not both`,
      hint: why,
    });
  }
}

/** Lists of named things are joined across layers; all other lists are replaced. */
const IDENTITIES: Readonly<Record<string, (setting: Setting) => string>> = {
  header: ({ value }) => (value as readonly [string, string])[0].toLowerCase(),
  form: ({ value }) => (value as FormPart).name,
};

function keyOf(option: Option, value: unknown): string {
  return option.kind === "form-part" && (value as FormPart).isFile ? FORM_FILE : option.name;
}

/** As JSON, with words for the numbers that JSON has none for. */
function textOf(raw: unknown): string {
  if (typeof raw === "number") return String(raw);
  return JSON.stringify(raw, (_, value: unknown) => {
    return typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
  });
}

/** A header that could not be read, without the value that its name, however separated from it, says is secret. */
function redactHeader(text: string, where: string): string {
  const [start = "", name = ""] = /^\s*([\w.-]+)[\s:=]*/.exec(text) ?? [];
  if (isSecretName(name)) return `${start}${start.length < text.length ? REDACTED : ""}`;
  const named = where.split(".").at(-1) ?? "";
  return isSecretName(named) ? REDACTED : text;
}

/** A value that could not be read. */
export function problemOf(
  where: string,
  received: string,
  expected: string,
  hint?: string,
): Problem {
  const problem = { code: "option-value", where, received, expected } as const;
  return hint === undefined ? problem : { ...problem, hint };
}

/** A mistake found by another room, with the place where the user made it. */
export function relocated(problem: Problem, where: string): Problem {
  return { ...problem, where };
}
