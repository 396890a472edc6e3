import { type Mark, NONCE_LENGTH } from "../../contracts/payload.ts";
import { CRC_START, crc32Update } from "../crc32.ts";
import { PNG_TEXT_HEAD, PNG_TEXT_LENGTH } from "../mark-writer.ts";
import type { ImageFormat } from "./spec.ts";

/** An image file with a place for a nonce that no decoder looks at. */
export interface MarkedImage {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly marks: readonly Mark[];
}

/** A copy of the file with the place made; undefined when the file is not built as its format says. */
export function withNonceChunk(format: ImageFormat, file: Uint8Array): MarkedImage | undefined {
  return MAKERS[format](Buffer.from(file.buffer, file.byteOffset, file.byteLength));
}

const MAKERS: Readonly<Record<ImageFormat, (file: Buffer) => MarkedImage | undefined>> = {
  jpeg: markJpeg,
  png: markPng,
  webp: markWebp,
};

const PLACEHOLDER = "0".repeat(NONCE_LENGTH);

/**
 * JPEG (ITU-T T.81 §B.2.4.5): a COM segment. JFIF and EXIF want their own segment right behind SOI, and programs that
 * recognise files look for it there, so the comment comes second.
 */
function markJpeg(file: Buffer): MarkedImage | undefined {
  if (file.length < 4 || file.readUInt16BE(0) !== 0xffd8) return undefined;
  const at = afterFirstSegment(file);
  if (at + 1 >= file.length || file[at] !== 0xff) return undefined;
  const comment = Buffer.alloc(4 + NONCE_LENGTH, PLACEHOLDER, "latin1");
  comment.writeUInt16BE(0xfffe, 0);
  comment.writeUInt16BE(2 + NONCE_LENGTH, 2);
  const mark: Mark = { kind: "nonce", offset: at + 4, length: NONCE_LENGTH };
  return { bytes: join(file.subarray(0, at), comment, file.subarray(at)), marks: [mark] };
}

function afterFirstSegment(file: Buffer): number {
  const marker = file.readUInt16BE(2);
  const isHead = marker === 0xffe0 || marker === 0xffe1;
  return isHead && file.length >= 6 ? 4 + file.readUInt16BE(4) : 2;
}

const PNG_SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Signature and IHDR, which always comes first and has always the same length. */
const PNG_HEAD_BYTES = 33;

/** PNG (third edition, §11.3.3.3): a tEXt chunk behind IHDR, its checksum over type and text. */
function markPng(file: Buffer): MarkedImage | undefined {
  if (file.length < PNG_HEAD_BYTES || !file.subarray(0, 8).equals(PNG_SIGNATURE)) return undefined;
  if (file.toString("latin1", 12, 16) !== "IHDR") return undefined;
  const covered = Buffer.from(PNG_TEXT_HEAD + PLACEHOLDER, "latin1");
  const chunk = Buffer.alloc(4 + covered.length + 4);
  chunk.writeUInt32BE(covered.length - 4, 0);
  covered.copy(chunk, 4);
  chunk.writeInt32BE(~crc32Update(CRC_START, covered, 0, covered.length), 4 + covered.length);
  const offset = PNG_HEAD_BYTES + 4 + PNG_TEXT_HEAD.length;
  const bytes = join(file.subarray(0, PNG_HEAD_BYTES), chunk, file.subarray(PNG_HEAD_BYTES));
  return { bytes, marks: [{ kind: "png-text", offset, length: PNG_TEXT_LENGTH }] };
}

/** A chunk type nobody knows: "readers should ignore" such chunks (RFC 9649 §2.7.1.6). */
const WEBP_CHUNK_TYPE = "uniq";

/** WebP (RFC 9649 §2.3): an unknown RIFF chunk at the end, the size of the whole adjusted. */
function markWebp(file: Buffer): MarkedImage | undefined {
  if (file.length < 20 || file.toString("latin1", 0, 4) !== "RIFF") return undefined;
  if (file.toString("latin1", 8, 12) !== "WEBP") return undefined;
  const end = 8 + file.readUInt32LE(4);
  if (end > file.length) return undefined;
  const chunk = Buffer.alloc((end & 1) + 8 + NONCE_LENGTH, PLACEHOLDER, "latin1");
  const start = end & 1;
  if (start === 1) chunk[0] = 0;
  chunk.write(WEBP_CHUNK_TYPE, start, "latin1");
  chunk.writeUInt32LE(NONCE_LENGTH, start + 4);
  const bytes = join(file.subarray(0, end), chunk);
  Buffer.from(bytes.buffer).writeUInt32LE(bytes.length - 8, 4);
  const offset = bytes.length - NONCE_LENGTH;
  return { bytes, marks: [{ kind: "nonce", offset, length: NONCE_LENGTH }] };
}

/** In memory of its own, so that it can be handed to another thread. */
function join(...parts: readonly Buffer[]): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}
