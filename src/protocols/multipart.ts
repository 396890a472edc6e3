import type { Payload } from "../contracts/payload.ts";
import type { Codec } from "../contracts/ports.ts";
import { indexOfBytes } from "./bytes.ts";
import type { ProtocolDefinition, ProtocolOptions } from "./definition.ts";
import { isNothing, joinParts, type Part, payloadPart, textPart } from "./part.ts";

/** Options that are fixed parts of the form: `form:top` is the part `top`. */
const FORM_PREFIX = "form:";
const DEFAULT_FIELD = "file";
const FALLBACK_MEDIA_TYPE = "application/octet-stream";

/** `multipart/form-data` (RFC 7578): fixed parts first, then the input as a file. */
export const MULTIPART: ProtocolDefinition = {
  name: "multipart",
  summary: "a multipart form with the input as a file",
  options: [{ name: "field", help: `name of the part that holds the input (${DEFAULT_FIELD})` }],
  openPrefix: FORM_PREFIX,
  needsInput: (options) => fixedFields(options).length === 0,
  create(options) {
    const field = options["field"] ?? DEFAULT_FIELD;
    const fixed = fixedFields(options);
    return {
      name: MULTIPART.name,
      summary: MULTIPART.summary,
      method: "POST",
      encode(payload, codec) {
        const texts = fixed.map(([, value]) => codec.utf8(value));
        const boundary = chooseBoundary([payload.bytes, ...texts], codec);
        const parts = fixed.flatMap(([name], i) => {
          const head = `--${boundary}\r\n${disposition(name)}\r\n\r\n`;
          return [textPart(head, codec), { bytes: texts[i]!, marks: [] }, textPart("\r\n", codec)];
        });
        const file = isNothing(payload) ? [] : fileParts(payload, field, boundary, codec);
        const { body, marks } = joinParts([
          ...parts,
          ...file,
          textPart(`--${boundary}--\r\n`, codec),
        ]);
        const headers = [["Content-Type", `multipart/form-data; boundary=${boundary}`]] as const;
        return { headers, body, marks };
      },
    };
  },
};

function fixedFields(options: ProtocolOptions): [name: string, value: string][] {
  return Object.entries(options)
    .filter(([name]) => name.startsWith(FORM_PREFIX))
    .map(([name, value]) => [name.slice(FORM_PREFIX.length), value]);
}

function fileParts(payload: Payload, field: string, boundary: string, codec: Codec): Part[] {
  const mediaType = payload.mediaType === "" ? FALLBACK_MEDIA_TYPE : payload.mediaType;
  const head = `--${boundary}\r\n${disposition(field, payload.fileName)}\r\nContent-Type: ${mediaType}\r\n\r\n`;
  return [textPart(head, codec), payloadPart(payload), textPart("\r\n", codec)];
}

function disposition(name: string, fileName = ""): string {
  const file = fileName === "" ? "" : `; filename="${escapeName(fileName)}"`;
  return `Content-Disposition: form-data; name="${escapeName(name)}"${file}`;
}

/** As browsers do (HTML Standard, "multipart form data"): UTF-8, and these three percent-encoded. */
function escapeName(name: string): string {
  return name.replaceAll("\r", "%0D").replaceAll("\n", "%0A").replaceAll('"', "%22");
}

/** No hexadecimal digit and no dash: what is written over a mark can never complete a boundary. */
const BOUNDARY_LETTERS = "ghijklmnopqrstuvwxyz";
const BOUNDARY_STEM = "knpointknpointknp";

/** The first of a fixed series of boundaries that none of the contents holds, so that heads stay the same. */
function chooseBoundary(contents: readonly Uint8Array[], codec: Codec): string {
  for (let attempt = 0; ; attempt++) {
    const boundary = BOUNDARY_STEM + letters(attempt);
    const bytes = codec.utf8(boundary);
    if (contents.every((content) => indexOfBytes(content, bytes) < 0)) return boundary;
  }
}

function letters(number: number): string {
  let text = "";
  for (let left = number, i = 0; i < 7; i++) {
    text = BOUNDARY_LETTERS[left % BOUNDARY_LETTERS.length]! + text;
    left = Math.floor(left / BOUNDARY_LETTERS.length);
  }
  return text;
}
