import type { Stage } from "../contracts/plan.ts";
import type { Header } from "../contracts/request.ts";
import { bad, good, type Parsed } from "./parsed.ts";
import { suggest } from "./suggest.ts";
import { parseCount, parseDuration, parseRate } from "./units.ts";

/** RFC 9110 §5.6.2. */
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** A stage as written: the level is a rate or a number of users, which the load model decides. */
export interface StageText extends Stage {
  /** Whether the level was written as a rate, such as `20/s`. */
  readonly isRate: boolean;
}

/** A part of a multipart form. */
export interface FormPart {
  readonly name: string;
  /** The value, or the path of the file after `@`. */
  readonly value: string;
  readonly isFile: boolean;
}

/** Where a report goes: `json=results.json`. */
export interface OutputSpec {
  readonly format: string;
  readonly file: string;
}

/** `name: value`; names are tokens, values have no line breaks (RFC 9110 §5.5). */
export function parseHeader(text: string): Parsed<Header> {
  const colon = text.indexOf(":");
  if (colon < 0) {
    const hint = text.includes("=") ? `Write ${text.replace("=", ": ")}.` : undefined;
    return bad("a header as 'name: value'", hint);
  }
  const name = text.slice(0, colon).trim();
  const value = text.slice(colon + 1).trim();
  if (!TOKEN.test(name)) return bad("a header name of letters, digits and -");
  // oxlint-disable-next-line no-control-regex -- these are what must not pass
  if (/[\u0000-\u0008\u000a-\u001f\u007f]/.test(value)) {
    return bad("a header value without line breaks or control characters");
  }
  if (/[\u0100-\uffff]/.test(value)) return bad("a header value of Latin-1 characters");
  return good([name, value]);
}

/** An HTTP method; letter case is kept for methods that are not the standard ones. */
export function parseMethod(text: string): Parsed<string> {
  const method = text.trim();
  if (!TOKEN.test(method)) return bad("an HTTP method, such as POST");
  const upper = method.toUpperCase();
  return good(STANDARD_METHODS.has(upper) ? upper : method);
}

const STANDARD_METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

const STAGE_EXPECTED = "a stage as TIME:LEVEL, such as 30s:20";

/** `30s:20` or `30s:20/s`. */
export function parseStage(text: string): Parsed<StageText> {
  const colon = text.indexOf(":");
  if (colon < 0) {
    return bad(STAGE_EXPECTED, "It means: go linearly to 20 over the next 30 seconds.");
  }
  return stageOf(text.slice(0, colon), text.slice(colon + 1).trim());
}

/** The same as a mapping: `{duration: 30s, target: 20}`. */
export function stageOf(time: string, level: string): Parsed<StageText> {
  const duration = parseDuration(time);
  if (!duration.ok) {
    const swapped = parseDuration(level).ok ? `The time comes first: ${level}:${time}.` : undefined;
    return bad(STAGE_EXPECTED, swapped ?? duration.hint);
  }
  const isRate = level.includes("/");
  const target = isRate ? parseRate(level) : parseNumber(level);
  if (!target.ok) return bad(STAGE_EXPECTED, target.hint);
  return good({ seconds: duration.value / 1000, target: target.value, isRate });
}

function parseNumber(text: string): Parsed<number> {
  return /^\d+\.\d+$/.test(text) ? good(Number(text)) : parseCount(text);
}

/** `name=value`, or `name=@file`. */
export function parseFormPart(text: string): Parsed<FormPart> {
  const equals = text.indexOf("=");
  const name = text.slice(0, Math.max(0, equals));
  if (name === "") return bad("a form part as NAME=VALUE or NAME=@FILE");
  const value = text.slice(equals + 1);
  if (!value.startsWith("@")) return good({ name, value, isFile: false });
  if (value === "@") return bad("a file after the @, such as image=@cat.jpg");
  return good({ name, value: value.slice(1), isFile: true });
}

/** `json=results.json`. The formats themselves are known to the report room. */
export function parseOutput(text: string): Parsed<OutputSpec> {
  const equals = text.indexOf("=");
  if (equals > 0 && equals < text.length - 1) {
    return good({ format: text.slice(0, equals), file: text.slice(equals + 1) });
  }
  const extension = /\.([a-z]+)$/.exec(text)?.[1];
  const hint = extension === undefined ? undefined : `Write ${extension}=${text}.`;
  return bad("an output as FORMAT=FILE, such as json=results.json", hint);
}

/** A seed: a whole number below 2^32. */
export function parseSeed(text: string): Parsed<number> {
  const value = /^\d+$/.test(text.trim()) ? Number(text) : Number.NaN;
  return value < 2 ** 32 ? good(value) : bad("a whole number from 0 to 4294967295");
}

const LATER_ARRIVALS = new Set(["gamma", "trace"]);

/** The arrival processes there are; the ones still to come are named as such. */
export function parseArrivals(text: string, choices: readonly string[]): Parsed<string> {
  if (choices.includes(text)) return good(text);
  const expected = `one of ${choices.join(", ")}`;
  const kind = text.split(":")[0]!;
  if (LATER_ARRIVALS.has(kind)) return bad(expected, `${kind} arrivals do not exist yet.`);
  const near = suggest(text, choices);
  return bad(expected, near === undefined ? undefined : `Did you mean ${near}?`);
}
