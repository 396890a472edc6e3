import { beforeAll, describe, expect, test } from "vitest";
import sharp, { type Sharp } from "sharp";
import type { Mark } from "../../contracts/payload.ts";
import { MarkWriter } from "../mark-writer.ts";
import { withJpegHead } from "./jpeg-head.ts";
import { type MarkedImage, withNonceChunk } from "./nonce-chunk.ts";
import { IMAGE_FORMATS } from "./spec.ts";

const WIDTH = 61;
const HEIGHT = 47;

function picture(): Sharp {
  const pixels = Uint8Array.from(
    { length: WIDTH * HEIGHT * 3 },
    (_, i) => (i * 7919 + (i >> 5)) & 255,
  );
  return sharp(pixels, { raw: { width: WIDTH, height: HEIGHT, channels: 3 } });
}

function rewritten({ bytes, marks }: MarkedImage, sequence: number): Buffer {
  const copy = Buffer.from(bytes);
  const writer = new MarkWriter(3);
  writer.turnTo(sequence);
  for (const { kind, offset, length } of marks) writer.write(kind, copy, offset, length, sequence);
  return copy;
}

const decode = (file: Uint8Array): Promise<Buffer> =>
  sharp(file, { failOn: "warning" }).raw().toBuffer();

describe.each(IMAGE_FORMATS)("%s with a nonce", (format) => {
  let plain: Buffer;
  let marked: MarkedImage;

  beforeAll(async () => {
    plain = await picture().toFormat(format).toBuffer();
    marked = withNonceChunk(format, plain)!;
  });

  test("decodes to the same pixels as without, whatever the request's number", async () => {
    const pixels = await decode(plain);
    for (const sequence of [0, 1, 4711, 2 ** 40]) {
      expect((await decode(rewritten(marked, sequence))).equals(pixels)).toBe(true);
    }
  });

  test("is different for every request, in its mark alone", () => {
    const [a, b] = [rewritten(marked, 1), rewritten(marked, 2)];
    const { offset, length } = marked.marks[0] as Mark;
    const changed = [...a.keys()].filter((i) => a[i] !== b[i]);
    expect(changed.length).toBeGreaterThan(4);
    expect(changed.every((i) => i >= offset && i < offset + length)).toBe(true);
  });

  test("is as valid before the first rewriting", async () => {
    expect((await decode(marked.bytes)).equals(await decode(plain))).toBe(true);
  });

  test("is not made of a file that is something else, or cut short", () => {
    for (const wrong of [
      new Uint8Array(0),
      Buffer.from("hello, world, this is no picture at all"),
      plain.subarray(0, 3),
    ]) {
      expect(withNonceChunk(format, wrong)).toBeUndefined();
    }
  });
});

test("a JPEG file keeps its JFIF or EXIF segment first, where programs look for it", async () => {
  const jpeg = withJpegHead(await picture().jpeg().toBuffer(), 1);
  const marked = Buffer.from(withNonceChunk("jpeg", jpeg)!.bytes);
  expect(marked.toString("latin1", 6, 10)).toBe("JFIF");
  const exif = await picture().withMetadata({ orientation: 6 }).jpeg().toBuffer();
  const both = Buffer.from(withNonceChunk("jpeg", exif)!.bytes);
  expect(both.toString("latin1", 6, 10)).toBe("Exif");
  expect((await sharp(both).metadata()).orientation).toBe(6);
});

test("an orientation is read back", async () => {
  const jpeg = await picture().jpeg().toBuffer();
  for (const orientation of [1, 3, 6, 8]) {
    const file = withNonceChunk("jpeg", withJpegHead(jpeg, orientation))!.bytes;
    expect((await sharp(file, { failOn: "warning" }).metadata()).orientation ?? 1).toBe(
      orientation,
    );
    expect((await decode(file)).equals(await decode(jpeg))).toBe(true);
  }
});

test("a WebP file keeps an even length, its size field right, and loses what trails it", async () => {
  const webp = await picture().webp({ quality: 83 }).toBuffer();
  for (const trailing of [0, 1, 5]) {
    const file = Buffer.concat([webp, Buffer.alloc(trailing, "z")]);
    const marked = Buffer.from(withNonceChunk("webp", file)!.bytes);
    expect(marked.length % 2).toBe(0);
    expect(marked.readUInt32LE(4)).toBe(marked.length - 8);
    expect((await decode(marked)).equals(await decode(webp))).toBe(true);
  }
});
