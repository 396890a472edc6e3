import { type Mark, NONCE_LENGTH, type Payload } from "../contracts/payload.ts";
import type { Codec } from "../contracts/ports.ts";

/** A stretch of a body, with its marks counted from its own beginning. */
export interface Part {
  readonly bytes: Uint8Array;
  readonly marks: readonly Mark[];
}

const NO_MARKS: readonly Mark[] = [];
/** A million million requests before the number outgrows its place. */
const SEQUENCE_LENGTH = 12;
const EMPTY_UUID = "00000000-0000-4000-8000-000000000000";

/** Fixed text. */
export function textPart(text: string, codec: Codec): Part {
  return { bytes: codec.utf8(text), marks: NO_MARKS };
}

/** The payload as it is. */
export function payloadPart({ bytes, marks }: Payload): Part {
  return { bytes, marks };
}

/** A place of its own that every request fills anew. */
export function markPart(kind: "nonce" | "uuid" | "sequence", codec: Codec): Part {
  const text =
    kind === "uuid" ? EMPTY_UUID : "0".repeat(kind === "nonce" ? NONCE_LENGTH : SEQUENCE_LENGTH);
  return { bytes: codec.utf8(text), marks: [{ kind, offset: 0, length: text.length }] };
}

/**
 * The base64 form of a payload. A mark becomes the window of whole three-byte groups around it, which is encoded
 * again for every request; where two windows would share a group, the later mark is left as it is.
 */
export function base64Part({ bytes, marks }: Payload, codec: Codec): Part {
  const windows: Mark[] = [];
  let free = 0;
  for (const { kind, offset, length, base64 } of marks) {
    const start = offset - (offset % 3);
    const end = Math.min(bytes.length, Math.ceil((offset + length) / 3) * 3);
    if (start < free || base64 !== undefined) continue;
    free = end;
    windows.push({
      kind,
      offset: (start / 3) * 4,
      length: Math.ceil((end - start) / 3) * 4,
      base64: { raw: bytes.slice(start, end), offset: offset - start, length },
    });
  }
  return { bytes: codec.base64(bytes), marks: windows };
}

/** One part after the other: a body and where its marks are. */
export function joinParts(parts: readonly Part[]): { body: Uint8Array; marks: Mark[] } {
  const body = new Uint8Array(parts.reduce((sum, { bytes }) => sum + bytes.length, 0));
  const marks: Mark[] = [];
  let at = 0;
  for (const part of parts) {
    body.set(part.bytes, at);
    for (const mark of part.marks)
      marks.push(Object.assign({}, mark, { offset: mark.offset + at }));
    at += part.bytes.length;
  }
  return { body, marks };
}

/** Whether a plan without an input made it: no body at all. */
export function isNothing({ bytes, mediaType }: Payload): boolean {
  return bytes.length === 0 && mediaType === "";
}
