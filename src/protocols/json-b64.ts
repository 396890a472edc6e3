import { optionError, type ProtocolDefinition } from "./definition.ts";
import { type JsonPath, readJsonPath } from "./json-path.ts";
import { base64Part, joinParts, textPart } from "./part.ts";

const DEFAULT_FIELD = "data";

/** A JSON object whose only value is the input in base64 (RFC 4648 §4): `{"data": "…"}`. */
export const JSON_B64: ProtocolDefinition = {
  name: "json-b64",
  summary: "JSON with the input in base64",
  options: [
    { name: "field", help: `place of the base64 text, such as inputs[0].b64 (${DEFAULT_FIELD})` },
  ],
  needsInput: () => true,
  create(options) {
    const [before, after] = surroundings(readField(options["field"] ?? DEFAULT_FIELD));
    return {
      name: JSON_B64.name,
      summary: JSON_B64.summary,
      method: "POST",
      encode(payload, codec) {
        const parts = [textPart(before, codec), base64Part(payload, codec), textPart(after, codec)];
        return { headers: [["Content-Type", "application/json"]], ...joinParts(parts) };
      },
    };
  },
};

function readField(field: string): JsonPath {
  const text = /^[.[]/.test(field) ? field : `.${field}`;
  const { path, end } = readJsonPath(text, 0);
  if (end === text.length && path.every((step) => typeof step === "string" || step === 0))
    return path;
  throw optionError(
    "field",
    field,
    "a place in JSON, such as image, inputs[0].b64 or ['odd key']",
    end === text.length ? "The input is the only element of a list: [0]." : undefined,
  );
}

/** The JSON before and after the base64 text. */
function surroundings(path: JsonPath): [before: string, after: string] {
  let [before, after] = ['"', '"'];
  for (const step of path.toReversed()) {
    before = typeof step === "number" ? `[${before}` : `{${JSON.stringify(step)}:${before}`;
    after += typeof step === "number" ? "]" : "}";
  }
  return [before, after];
}
