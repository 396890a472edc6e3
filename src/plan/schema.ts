import type { Option } from "./option.ts";
import { OPTIONS } from "./options.ts";

/** A JSON Schema node. */
type Schema = Record<string, unknown>;

/** What rooms that the plan does not import add to its schema. */
export interface SchemaExtra {
  /** Names of the serving APIs. */
  readonly protocols: readonly string[];
  /** What an input written as a mapping may hold; undefined: anything. */
  readonly input?: Readonly<Record<string, unknown>>;
}

const DURATION = String.raw`^\s*(0+|((\d[\d_]*(\.\d+)?|\.\d+)\s*(us|µs|ms|s|m|h)\s*)+)\s*$`;
const COUNT = String.raw`^\s*\d[\d_]*(\.\d+)?\s*[kKMG]?\s*$`;
const RATE = String.raw`^\s*(\d[\d_]*(\.\d+)?|\.\d+)\s*[kKMG]?\s*(/.+)?$`;
const BYTES = String.raw`^\s*\d[\d_]*(\.\d+)?\s*([kKmMgGtT]?[iI]?[bB])?\s*$`;
const STAGE = String.raw`^.+:.+$`;

/**
 * JSON Schema (draft 2020-12) of a plan file, from the option table. Editors that know the YAML language server
 * complete a plan that begins with `# yaml-language-server: $schema=node_modules/kneepoint/dist/plan.schema.json`.
 */
export function planSchema(extra: SchemaExtra): Schema {
  const root: Schema = {
    $schema: "https://json-schema.org/draft/2020-12/schema",
    title: "kneepoint test plan",
    description:
      "What `kneepoint run plan.yaml` does. Flags and KNEEPOINT_* variables override it.",
    ...section(),
  };
  properties(root)["$schema"] = { type: "string" };
  for (const option of OPTIONS) {
    if (option.path !== undefined) place(root, option.path.split("."), schemaOf(option, extra));
  }
  for (const option of OPTIONS) {
    if (option.shortPath !== undefined) addShortForm(root, option.shortPath, option, extra);
  }
  root["required"] = ["target"];
  return root;
}

function section(): Schema {
  return { type: "object", additionalProperties: false, properties: {} };
}

function properties(node: Schema): Record<string, Schema> {
  return node["properties"] as Record<string, Schema>;
}

function place(node: Schema, path: readonly string[], leaf: Schema): void {
  const [key, ...rest] = path as [string, ...string[]];
  if (rest.length === 0) {
    properties(node)[key] = leaf;
    return;
  }
  properties(node)[key] ??= section();
  place(properties(node)[key]!, rest, leaf);
}

/** `target: URL` beside `target: {url: URL}`. */
function addShortForm(root: Schema, key: string, option: Option, extra: SchemaExtra): void {
  const long = properties(root)[key]!;
  properties(root)[key] = { anyOf: [schemaOf(option, extra), long] };
}

function schemaOf(option: Option, extra: SchemaExtra): Schema {
  const value = { ...valueSchema(option, extra) };
  const described: Schema = { description: describe(option), ...examples(option) };
  if (option.repeatable !== true) return { ...described, ...value };
  const forms: Schema[] = [{ type: "array", items: value }, value];
  if (option.kind === "header" || option.kind === "form-part") forms.push(namedValues());
  return { ...described, anyOf: forms };
}

function namedValues(): Schema {
  const plain = { type: ["string", "number", "boolean"] };
  return {
    type: "object",
    additionalProperties: { anyOf: [plain, { type: "array", items: plain }] },
  };
}

function describe(option: Option): string {
  const help = option.negative === true ? `False: ${lowerFirst(option.help)}` : option.help;
  return option.default === undefined ? help : `${help} Default: ${option.default}.`;
}

function lowerFirst(text: string): string {
  return text[0]!.toLowerCase() + text.slice(1);
}

function examples(option: Option): Schema {
  if (option.example === "") return {};
  const plain = option.example.replace(/^'(.*)'$/, "$1");
  const example = option.kind === "integer" || option.kind === "seed" ? Number(plain) : plain;
  return { examples: [option.repeatable === true ? [example] : example] };
}

function valueSchema(option: Option, extra: SchemaExtra): Schema {
  if (option.name === "protocol") return { type: "string", enum: extra.protocols };
  switch (option.kind) {
    case "switch":
      return { type: "boolean", default: option.negative === true };
    case "integer":
      return { type: "integer", minimum: 1 };
    case "seed":
      return { type: "integer", minimum: 0, maximum: 2 ** 32 - 1 };
    case "arrivals":
      return { type: "string", enum: option.choices ?? [] };
    case "count":
      return numberOr(option, "integer", COUNT);
    case "rate":
      return numberOr(option, "number", RATE);
    case "bytes":
      return numberOr(option, "integer", BYTES);
    case "duration":
      return { type: "string", pattern: DURATION };
    case "stage":
      return { anyOf: [{ type: "string", pattern: STAGE }, stageMapping()] };
    case "input":
      return { anyOf: [{ type: "string", minLength: 1 }, extra.input ?? { type: "object" }] };
    default:
      return { type: "string" };
  }
}

function numberOr(option: Option, type: "integer" | "number", pattern: string): Schema {
  const bound = option.positive === true ? { exclusiveMinimum: 0 } : { minimum: 0 };
  return {
    anyOf: [
      { type, ...bound },
      { type: "string", pattern },
    ],
  };
}

function stageMapping(): Schema {
  return {
    type: "object",
    additionalProperties: false,
    required: ["duration", "target"],
    properties: {
      duration: { type: "string", pattern: DURATION },
      target: { anyOf: [{ type: "number", minimum: 0 }, { type: "string" }] },
    },
  };
}
