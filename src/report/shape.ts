/** Tells what a value at a path should have been. */
export type Report = (path: string, received: string, expected: string) => void;

/** Checks one value; everything wrong with it is reported with its path in the file. */
export type Shape = (value: unknown, path: string, report: Report) => void;

/** No quantity of a run comes near it, and ratios of two such are still numbers. */
const LARGEST = 1e18;

function scalar(expected: string, holds: (value: unknown) => boolean): Shape {
  return (value, path, report) => {
    if (!holds(value)) report(path, shown(value), expected);
  };
}

const inRange = (value: unknown, least: number): boolean =>
  typeof value === "number" && value >= least && value <= LARGEST;

export const TEXT: Shape = scalar("a string", (value) => typeof value === "string");
export const YES_OR_NO: Shape = scalar("true or false", (value) => typeof value === "boolean");
/** A finite number, which may be negative. */
export const NUMBER: Shape = scalar(`a number`, (value) => inRange(value, -LARGEST));
/** A quantity: a finite number from 0. */
export const AMOUNT: Shape = scalar("a number from 0", (value) => inRange(value, 0));
/** A fact: text or a number. */
export const PLAIN: Shape = scalar(
  "a string or a number",
  (value) => typeof value === "string" || inRange(value, -LARGEST),
);
export const MAPPING: Shape = scalar("an object", isMapping);

/** One of a few words. */
export function oneOf(...words: readonly string[]): Shape {
  const expected = `one of ${words.join(", ")}`;
  return scalar(expected, (value) => typeof value === "string" && words.includes(value));
}

/** As `shape`, or null. */
export function orNull(shape: Shape): Shape {
  return (value, path, report) => {
    if (value !== null) shape(value, path, report);
  };
}

/** As `shape`, or left out. */
export function optional(shape: Shape): Shape {
  return (value, path, report) => {
    if (value !== undefined) shape(value, path, report);
  };
}

/** A list whose elements are all as `shape`; `length` elements where it is given. */
export function listOf(shape: Shape, length?: number): Shape {
  return (value, path, report) => {
    if (!Array.isArray(value)) return report(path, shown(value), "a list");
    if (length !== undefined && value.length !== length) {
      return report(path, `a list of ${value.length}`, `a list of ${length}`);
    }
    value.forEach((element, index) => shape(element, `${path}.${index}`, report));
  };
}

/** An object with any keys, whose values are all as `shape`. */
export function mapOf(shape: Shape): Shape {
  return (value, path, report) => {
    if (!isMapping(value)) return report(path, shown(value), "an object");
    for (const [key, element] of Object.entries(value)) shape(element, `${path}.${key}`, report);
  };
}

/** An object that holds these fields; others are left alone, since a newer version may have written them. */
export function objectOf(fields: Readonly<Record<string, Shape>>): Shape {
  const entries = Object.entries(fields);
  return (value, path, report) => {
    if (!isMapping(value)) return report(path, shown(value), "an object");
    for (const [key, shape] of entries) {
      shape(value[key], path === "" ? key : `${path}.${key}`, report);
    }
  };
}

/** As `shape`, and when that holds, as `also` demands. */
export function both(shape: Shape, also: Shape): Shape {
  return (value, path, report) => {
    let sound = true;
    shape(value, path, (...fault) => {
      sound = false;
      report(...fault);
    });
    if (sound) also(value, path, report);
  };
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The kind of a value, and the value itself where it is short. */
function shown(value: unknown): string {
  if (value === undefined) return "missing";
  if (value === null) return "null";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "string" && value.length > 40) return "a string";
  return typeof value === "object" ? "an object" : (JSON.stringify(value) ?? "missing");
}
