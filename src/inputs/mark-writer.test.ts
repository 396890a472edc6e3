import { crc32 } from "node:zlib";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { NONCE_LENGTH } from "../contracts/payload.ts";
import { MarkWriter, PNG_TEXT_HEAD, PNG_TEXT_LENGTH } from "./mark-writer.ts";

type Kind = Parameters<MarkWriter["write"]>[0];

function written(kind: Kind, length: number, sequence: number, seed = 5): Buffer {
  const target = Buffer.alloc(length + 2, "#");
  const writer = new MarkWriter(seed);
  writer.turnTo(sequence);
  writer.write(kind, target, 1, length, sequence);
  expect([target[0], target[length + 1]]).toEqual([0x23, 0x23]);
  return target.subarray(1, length + 1);
}

const nonce = (sequence: number, seed?: number): string =>
  written("nonce", NONCE_LENGTH, sequence, seed).toString("latin1");

test("10,000 requests have 10,000 nonces of hexadecimal digits", () => {
  const nonces = Array.from({ length: 10_000 }, (_, sequence) => nonce(sequence));
  expect(new Set(nonces).size).toBe(10_000);
  expect(nonces.every((text) => /^[0-9a-f]{24}$/.test(text))).toBe(true);
});

test("numbers that share their low 32 bits have different nonces", () => {
  const high = [0, 1, 2, 2 ** 20].map((times) => nonce(7 + times * 2 ** 32));
  expect(new Set(high).size).toBe(high.length);
});

test("a nonce depends on the seed and the number alone", () => {
  expect(nonce(123, 9)).toBe(nonce(123, 9));
  expect(nonce(123, 9)).not.toBe(nonce(123, 10));
  const writer = new MarkWriter(9);
  const target = Buffer.alloc(NONCE_LENGTH);
  for (const sequence of [5, 123]) {
    writer.turnTo(sequence);
    writer.write("nonce", target, 0, NONCE_LENGTH, sequence);
  }
  expect(target.toString("latin1")).toBe(nonce(123, 9));
});

test("the checksum of a PNG text chunk is that of zlib", () => {
  fc.assert(
    fc.property(fc.maxSafeNat(), (sequence) => {
      const data = written("png-text", PNG_TEXT_LENGTH, sequence);
      const text = PNG_TEXT_HEAD + data.toString("latin1", 0, NONCE_LENGTH);
      expect(data.readUInt32BE(NONCE_LENGTH)).toBe(crc32(Buffer.from(text, "latin1")));
    }),
  );
});

test("a UUID has the shape of version 4, and no two are alike", () => {
  const shape = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
  const uuids = Array.from({ length: 2000 }, (_, i) => written("uuid", 36, i).toString("latin1"));
  expect(uuids.filter((uuid) => !shape.test(uuid))).toEqual([]);
  expect(new Set(uuids).size).toBe(2000);
});

test("the number of the request is zero-padded and keeps its last digits", () => {
  expect(written("sequence", 8, 4711).toString("latin1")).toBe("00004711");
  expect(written("sequence", 3, 4711).toString("latin1")).toBe("711");
  expect(written("sequence", 16, 2 ** 53 - 1).toString("latin1")).toBe("9007199254740991");
});
