import { constants } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { basename } from "node:path";
import type { Dimension, Payload } from "../../contracts/payload.ts";
import { withNonceChunk } from "../image/nonce-chunk.ts";
import { IMAGE_FORMATS } from "../image/spec.ts";
import type { PrepareContext } from "../kind.ts";
import { mediaTypeOf, SNIFF_BYTES } from "./media-type.ts";

/** Read in one call at most; the system's own limit is 2 GiB. */
const READ_BYTES: number = 256 * 1024 * 1024;

/** Why a file makes no payload. */
export interface Unusable {
  readonly reason: string;
}

/**
 * A file as a payload: images get a place for a nonce and their size in pixels, everything else is read straight into
 * the pool and sent as it is.
 */
export async function readPayload(
  path: string,
  index: number,
  context: PrepareContext,
  type?: string,
): Promise<Payload | Unusable> {
  let file: FileHandle | undefined;
  try {
    // Without O_NONBLOCK, opening a named pipe would wait for a writer.
    file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    const stat = await file.stat();
    if (!stat.isFile()) return { reason: "it is no regular file" };
    if (stat.size === 0) return { reason: "it is empty" };
    if (stat.size > context.memoryBytes) {
      return { reason: `its ${stat.size} bytes exceed the pool's ${context.memoryBytes}` };
    }
    return await payloadOf(file, stat.size, path, index, context, type);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return { reason: error.message };
  } finally {
    await file?.close();
  }
}

async function payloadOf(
  file: FileHandle,
  size: number,
  path: string,
  index: number,
  context: PrepareContext,
  type: string | undefined,
): Promise<Payload> {
  const head = new Uint8Array(Math.min(size, SNIFF_BYTES));
  await readInto(file, head);
  const fileName = basename(path);
  const mediaType = type ?? mediaTypeOf(head, fileName);
  const format = IMAGE_FORMATS.find((name) => mediaType === `image/${name}`);
  const target = (format === undefined ? context.space(size) : undefined) ?? new Uint8Array(size);
  const bytes = await readInto(file, target);
  const marked = format === undefined ? undefined : withNonceChunk(format, bytes);
  const pixels = mediaType.startsWith("image/") ? await pixelsOf(bytes) : undefined;
  return {
    index,
    bytes: marked?.bytes ?? bytes,
    mediaType,
    fileName,
    dimension: pixels?.dimension ?? { unit: "bytes", value: bytes.length },
    traits: { file: fileName, ...pixels?.traits },
    marks: marked?.marks ?? [],
  };
}

/** Fills `target` from the beginning of the file; shorter when the file has shrunk. */
async function readInto(file: FileHandle, target: Uint8Array): Promise<Uint8Array> {
  let at = 0;
  while (at < target.length) {
    const length = Math.min(READ_BYTES, target.length - at);
    const { bytesRead } = await file.read(target, at, length, at);
    if (bytesRead === 0) break;
    at += bytesRead;
  }
  return target.subarray(0, at);
}

interface Pixels {
  readonly dimension: Dimension;
  readonly traits: Payload["traits"];
}

/** Undefined when the image cannot be read; it is sent all the same, as whatever it is. */
async function pixelsOf(bytes: Uint8Array): Promise<Pixels | undefined> {
  try {
    const { default: sharp } = await import("sharp");
    // Only the header is read: a picture too large to decode here is still worth sending.
    const { width, height, format, orientation } = await sharp(bytes, {
      limitInputPixels: false,
    }).metadata();
    const pixels = width * height;
    const bpp = Math.round((bytes.length * 8 * 100) / pixels) / 100;
    const traits = {
      format,
      width,
      height,
      bpp,
      ...(orientation === undefined ? {} : { orientation }),
    };
    return { dimension: { unit: "pixels", value: pixels }, traits };
  } catch {
    return undefined;
  }
}

export function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && typeof (error as NodeJS.ErrnoException).errno === "number";
}
