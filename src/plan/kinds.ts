import type { Option, OptionKind } from "./option.ts";
import { bad, good, type Parsed } from "./parsed.ts";
import { parseSlo } from "./slo.ts";
import { parseBytes, parseCount, parseDuration, parseRate } from "./units.ts";
import {
  parseArrivals,
  parseFormPart,
  parseHeader,
  parseMethod,
  parseOutput,
  parseSeed,
  parseStage,
  stageOf,
} from "./values.ts";

type Read = (text: string, option: Option) => Parsed<unknown>;

const READ_TEXT: Readonly<Record<Exclude<OptionKind, "switch" | "input">, Read>> = {
  text: (text) => good(text),
  url: (text) => good(text.trim()),
  path: (text) => (text === "" ? bad("a path") : good(text)),
  method: parseMethod,
  header: parseHeader,
  integer: parseCount,
  count: parseCount,
  duration: parseDuration,
  rate: parseRate,
  bytes: parseBytes,
  seed: parseSeed,
  arrivals: (text, option) => parseArrivals(text, option.choices ?? []),
  stage: parseStage,
  "form-part": parseFormPart,
  slo: parseSlo,
  output: parseOutput,
};

/**
 * Reads one value of an option: text from the command line or the environment, or what a plan file holds (text,
 * numbers, booleans, and mappings for stages and inputs).
 */
export function readValue(option: Option, raw: unknown): Parsed<unknown> {
  if (option.kind === "switch") return readSwitch(raw);
  if (option.kind === "input") return readInput(raw);
  if (option.kind === "stage" && isMapping(raw)) return readStageMapping(raw);
  if (typeof raw !== "string" && typeof raw !== "number") {
    return bad(`${describeKind(option)}, not ${describeType(raw)}`);
  }
  const parsed = READ_TEXT[option.kind](String(raw), option);
  if (parsed.ok && option.positive === true && !((parsed.value as number) > 0)) {
    return bad(`${describeKind(option)} above zero`);
  }
  if (parsed.ok && option.most !== undefined && (parsed.value as number) > option.most) {
    return bad(`${describeKind(option)}, at most ${option.most}`);
  }
  return parsed;
}

const TRUE_WORDS = new Set(["true", "1", "yes", "on"]);
const FALSE_WORDS = new Set(["false", "0", "no", "off", ""]);

function readSwitch(raw: unknown): Parsed<boolean> {
  if (typeof raw === "boolean") return good(raw);
  const word = String(raw).toLowerCase();
  if (TRUE_WORDS.has(word)) return good(true);
  return FALSE_WORDS.has(word) ? good(false) : bad("true or false");
}

function readInput(raw: unknown): Parsed<unknown> {
  if (typeof raw === "string" && raw.trim() !== "") return good(raw.trim());
  return isMapping(raw) ? good(raw) : bad("an input, such as image:jpeg, or a mapping with a kind");
}

function readStageMapping(raw: Readonly<Record<string, unknown>>): Parsed<unknown> {
  const { duration, target, ...others } = raw;
  const known = typeof duration === "string" && ["string", "number"].includes(typeof target);
  if (!known || Object.keys(others).length > 0) {
    return bad("a stage with the keys duration and target, such as {duration: 30s, target: 20}");
  }
  return stageOf(duration, String(target));
}

/** What a kind of value looks like, for messages about values of another type. */
function describeKind(option: Option): string {
  return option.example === "" ? "a value" : `a value such as ${option.example}`;
}

/** `a list`, `a mapping`, `true`, `nothing`. */
export function describeType(raw: unknown): string {
  if (raw === null || raw === undefined) return "nothing";
  if (Array.isArray(raw)) return "a list";
  return typeof raw === "object" ? "a mapping" : JSON.stringify(raw);
}

/** Whether a plan's node has keys. */
export function isMapping(raw: unknown): raw is Readonly<Record<string, unknown>> {
  return typeof raw === "object" && raw !== null && !Array.isArray(raw);
}
