import type { Payload } from "../contracts/payload.ts";
import type { Codec } from "../contracts/ports.ts";
import { optionError, type ProtocolDefinition } from "./definition.ts";
import { base64Part, joinParts, markPart, type Part, textPart } from "./part.ts";
import { readTemplate, type TemplatePiece } from "./template.ts";

/** Placeholders that every input fills; others are what the input says of itself (its traits). */
const FILLED = ["base64", "text", "nonce", "uuid", "sequence", "file_name", "media_type"] as const;

/** Placeholders that need no input. */
const OWN: ReadonlySet<string> = new Set(["nonce", "uuid", "sequence"]);

/** JSON that the user wrote, filled for every input. */
export const JSON_TEMPLATE: ProtocolDefinition = {
  name: "json-template",
  summary: "JSON of your own with {{placeholders}}",
  options: [{ name: "template", help: "JSON text with {{base64}}, {{text}}, {{nonce}} …" }],
  needsInput: ({ template = "" }) =>
    readTemplate(template).some((piece) => "name" in piece && !OWN.has(piece.name)),
  create(options) {
    const template = options["template"];
    const pieces = readTemplate(checkTemplate(template));
    return {
      name: JSON_TEMPLATE.name,
      summary: JSON_TEMPLATE.summary,
      method: "POST",
      encode(payload, codec) {
        const parts = pieces.flatMap((piece) => {
          return "text" in piece ? textPart(piece.text, codec) : fill(piece, payload, codec);
        });
        return { headers: [["Content-Type", "application/json"]], ...joinParts(parts) };
      },
    };
  },
};

type Placeholder = Extract<TemplatePiece, { name: string }>;

/** @throws UserError when the template could never become JSON. */
function checkTemplate(template: string | undefined): string {
  if (template === undefined) {
    throw optionError("template", undefined, `a template, such as '{"image": "{{base64}}"}'`);
  }
  const pieces = readTemplate(template);
  for (const piece of pieces) {
    if ("text" in piece || piece.name !== "sequence" || piece.inString) continue;
    const hint = 'Write "{{sequence}}": JSON has no numbers with leading zeros.';
    throw optionError("template", template, "{{sequence}} in quotes", hint);
  }
  const sample = pieces.map((piece) => {
    if ("text" in piece) return piece.text;
    return piece.inString ? "a" : "1";
  });
  try {
    JSON.parse(sample.join(""));
  } catch (error) {
    const hint = `With the placeholders filled: ${(error as Error).message}`;
    throw optionError("template", template, "JSON", hint);
  }
  return template;
}

function fill(piece: Placeholder, payload: Payload, codec: Codec): Part[] {
  switch (piece.name) {
    case "base64":
      return quoted(piece, base64Part(payload, codec), codec);
    case "text":
      return quoted(piece, escapedPart(payload, codec), codec);
    case "nonce":
    case "uuid":
    case "sequence":
      return quoted(piece, markPart(piece.name, codec), codec);
    case "file_name":
      return [textPart(jsonOf(payload.fileName, piece.inString), codec)];
    case "media_type":
      return [textPart(jsonOf(payload.mediaType, piece.inString), codec)];
    default:
      return [textPart(jsonOf(traitOf(piece.name, payload), piece.inString), codec)];
  }
}

function quoted(piece: Placeholder, part: Part, codec: Codec): Part[] {
  if (piece.inString) return [part];
  const quote = textPart('"', codec);
  return [quote, part, quote];
}

/** JSON of a value; without its quotes inside a string. */
function jsonOf(value: string | number, inString: boolean): string {
  return inString ? JSON.stringify(String(value)).slice(1, -1) : JSON.stringify(value);
}

/** The payload as text, escaped for a JSON string. Marks are plain characters and stay themselves. */
function escapedPart({ bytes, marks }: Payload, codec: Codec): Part {
  const parts: Part[] = [];
  const escape = (from: number, to: number): Part => {
    return textPart(jsonOf(codec.text(bytes.subarray(from, to)), true), codec);
  };
  let at = 0;
  for (const { kind, offset, length } of marks) {
    // the CRC of a PNG chunk is no text
    if (kind === "png-text") continue;
    const mark = { kind, offset: 0, length };
    parts.push(escape(at, offset), {
      bytes: bytes.subarray(offset, offset + length),
      marks: [mark],
    });
    at = offset + length;
  }
  const { body, marks: moved } = joinParts([...parts, escape(at, bytes.length)]);
  return { bytes: body, marks: moved };
}

/** @throws UserError when the input says no such thing of itself. */
function traitOf(name: string, payload: Payload): string | number {
  const value = Object.hasOwn(payload.traits, name) ? payload.traits[name] : undefined;
  if (value !== undefined) return value;
  const known = [...FILLED, ...Object.keys(payload.traits)].map((one) => `{{${one}}}`);
  throw optionError("template", `{{${name}}}`, `one of ${known.join(", ")}`);
}
