import type { Problem } from "../contracts/errors.ts";
import type { InputKey } from "./kind.ts";
import { suggest } from "./suggest.ts";

/** One alternative of a weighted list as written: `jpeg*8`. */
export interface Term {
  readonly text: string;
  readonly weight: number;
}

export interface Range {
  readonly min: number;
  readonly max: number;
}

/** Reads the keys of one input specification and collects what is wrong with them. */
export class Options {
  readonly problems: Problem[] = [];
  readonly #kind: string;
  readonly #values: Readonly<Record<string, unknown>>;

  constructor(kind: string, values: Readonly<Record<string, unknown>>, keys: readonly InputKey[]) {
    this.#kind = kind;
    this.#values = values;
    const known = keys.map((key) => key.name);
    for (const key of Object.keys(values)) {
      if (known.includes(key)) continue;
      this.problems.push({
        code: "input-spec",
        where: `input ${kind}`,
        received: key,
        expected: `one of the keys ${known.join(", ")}`,
        ...hint(suggest(key, known)),
      });
    }
  }

  /** Notes a mistake in the value of a key. */
  problem(key: string, received: string | undefined, expected: string, advice?: string): void {
    this.problems.push({
      code: "input-spec",
      where: `input ${this.#kind}, key ${key}`,
      ...(received === undefined ? {} : { received }),
      expected,
      ...hint(advice),
    });
  }

  has(key: string): boolean {
    return this.#values[key] !== undefined && this.#values[key] !== null;
  }

  /** A text; numbers and booleans as a plan file has them are taken as written. */
  text(key: string): string | undefined {
    if (!this.has(key)) return undefined;
    const value = this.#values[key];
    const text = scalar(value);
    if (text === undefined) this.problem(key, JSON.stringify(value), "a text");
    return text;
  }

  /** A whole number of at least `min`. */
  count(key: string, min: number): number | undefined {
    const text = this.text(key);
    if (text === undefined) return undefined;
    const value = /^\d+$/.test(text) ? Number(text) : NaN;
    if (value >= min && Number.isSafeInteger(value)) return value;
    this.problem(key, text, `a whole number of at least ${min}`);
    return undefined;
  }

  /** A share between 0 and 1, also written as a percentage. */
  share(key: string): number | undefined {
    const text = this.text(key);
    if (text === undefined) return undefined;
    const value = text.endsWith("%") ? toNumber(text.slice(0, -1)) / 100 : toNumber(text);
    if (value >= 0 && value <= 1) return value;
    this.problem(key, text, "a share such as 0.3 or 30%");
    return undefined;
  }

  /** `85` or `70..95`, whole numbers within the limits. */
  range(key: string, limits: Range): Range | undefined {
    const text = this.text(key);
    if (text === undefined) return undefined;
    const range = parseRange(text);
    const good =
      range !== undefined &&
      Number.isInteger(range.min) &&
      Number.isInteger(range.max) &&
      range.min >= limits.min &&
      range.max <= limits.max;
    if (good) return range;
    const { min, max } = limits;
    this.problem(key, text, `a whole number from ${min} to ${max}, or a range such as 70..95`);
    return undefined;
  }

  /** `a*2+b`, or in a plan file also `[a, b]` or `{a: 2, b: 1}`; undefined when not given or wrong. */
  terms(key: string): readonly Term[] | undefined {
    if (!this.has(key)) return undefined;
    const value = this.#values[key];
    const terms = termTexts(value).map(parseTerm);
    if (terms.length > 0 && terms.every((term) => term !== undefined)) return terms;
    const received = scalar(value) ?? JSON.stringify(value);
    this.problem(
      key,
      received,
      "alternatives joined by +, each with a weight above 0 if need be",
      "for example a*2+b",
    );
    return undefined;
  }
}

function hint(advice: string | undefined): { readonly hint?: string } {
  return advice === undefined ? {} : { hint: advice };
}

/** A value as it would be written on the command line; undefined for lists, mappings and nothing. */
function scalar(value: unknown): string | undefined {
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" ? String(value) : undefined;
}

function termTexts(value: unknown): string[] {
  if (Array.isArray(value)) return value.map((item) => scalar(item) ?? "");
  if (typeof value !== "object" || value === null) return (scalar(value) ?? "").split("+");
  return Object.entries(value).map(([text, weight]) => `${text}*${scalar(weight) ?? ""}`);
}

function parseTerm(text: string): Term | undefined {
  const match = /^\s*([^*\s]+)\s*(?:\*\s*([\d.]+))?\s*$/.exec(text);
  if (match === null) return undefined;
  const weight = match[2] === undefined ? 1 : toNumber(match[2]);
  return weight > 0 && weight < Infinity ? { text: match[1]!, weight } : undefined;
}

/** `3` or `1..4`, the first not above the second; undefined for anything else. */
export function parseRange(text: string): Range | undefined {
  const match = /^(\d+(?:\.\d+)?)(?:\.\.(\d+(?:\.\d+)?))?$/.exec(text);
  if (match === null) return undefined;
  const min = Number(match[1]);
  const max = match[2] === undefined ? min : Number(match[2]);
  return min <= max ? { min, max } : undefined;
}

function toNumber(text: string): number {
  return /^\d+(\.\d+)?$/.test(text) ? Number(text) : NaN;
}
