import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import { InterruptedError, UserError } from "../contracts/errors.ts";
import { NONCE_LENGTH, type Payload } from "../contracts/payload.ts";
import type { EncodedRequest } from "../contracts/request.ts";
import { BodyComposer } from "./composer.ts";
import { parseInput } from "./parse.ts";
import { type Pool, type PoolRequest, preparePool } from "./pool.ts";

const raw = ({ bytes, mediaType, marks }: Payload): EncodedRequest => ({
  headers: [["Content-Type", mediaType]],
  body: bytes,
  marks,
});

function prepare(spec: string | undefined, more: Partial<PoolRequest> = {}): Promise<Pool> {
  return preparePool({
    spec: spec === undefined ? undefined : parseInput(spec),
    encode: raw,
    seed: 42,
    count: undefined,
    memoryBytes: 16 * 2 ** 20,
    unique: true,
    threads: 1,
    ...more,
  });
}

const bodyOf = ({ shared }: Pool, index: number): Buffer => {
  const { offset, length } = shared.entries[index]!;
  return Buffer.from(shared.buffer, offset, length);
};

const problemOf = async (pool: Promise<Pool>): Promise<string> => {
  const error: unknown = await pool.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(UserError);
  return (error as UserError).message;
};

describe("a pool of pictures", () => {
  test("holds what was asked for, described one by one", async () => {
    const pool = await prepare("image:mix,size=80..200", { count: 9 });
    expect(pool).toMatchObject({ kind: "image", notes: [] });
    expect(pool.info.map(({ index }) => index)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
    pool.info.forEach((info, i) => {
      const body = bodyOf(pool, i);
      const entry = pool.shared.entries[i]!;
      expect(info).toMatchObject({ payloadBytes: body.length, bodyBytes: body.length });
      expect(info.dimension!.value).toBe(
        Number(info.traits["width"]) * Number(info.traits["height"]),
      );
      expect(entry.headers).toEqual([["Content-Type", `image/${info.traits["format"]}`]]);
      expect(entry.marks).toHaveLength(1);
      expect(
        body.toString("latin1", entry.marks[0]!.offset).startsWith("0".repeat(NONCE_LENGTH)),
      ).toBe(true);
    });
    expect(pool.bytes).toBe(pool.info.reduce((sum, { bodyBytes }) => sum + bodyBytes, 0));
  });

  test("is the same for the same seed, and another for another", async () => {
    const [a, b, c] = await Promise.all(
      [7, 7, 8].map((seed) => prepare("image:mix,size=80..200", { seed, count: 6 })),
    );
    expect(a!.shared.entries).toEqual(b!.shared.entries);
    expect(Buffer.from(a!.shared.buffer).equals(Buffer.from(b!.shared.buffer))).toBe(true);
    expect(a!.info).not.toEqual(c!.info);
  });

  test("has the same bytes on every Node version", async () => {
    const pool = await prepare("image:mix,size=80..200", { count: 6 });
    const hash = createHash("sha256");
    pool.info.forEach((_, i) => hash.update(bodyOf(pool, i)));
    // Changes with sharp's version, and only with it.
    expect(hash.digest("hex")).toMatchInlineSnapshot(
      `"ddedd87677106e1434273ddbbf0513bd8214764643ca2e624e6f32cfac24e0d3"`,
    );
  });

  test("can be handed to another thread: entries carry no more than they show", async () => {
    const pool = await prepare("image:jpeg,size=80x60,count=3");
    const copy = structuredClone(pool.shared);
    expect(copy.entries).toEqual(pool.shared.entries);
    expect(copy.buffer.byteLength).toBeLessThan(2 * pool.bytes + 1000);
  });

  test("stops at the memory it may use, and says so", async () => {
    const whole = await prepare("image:jpeg,size=80..400", { count: 12 });
    const memoryBytes = Math.floor(whole.bytes / 2);
    const part = await prepare("image:jpeg,size=80..400", { count: 12, memoryBytes });
    expect(part.shared.entries.length).toBeLessThan(12);
    expect(part.bytes).toBeLessThanOrEqual(memoryBytes);
    expect(part.info).toEqual(whole.info.slice(0, part.info.length));
    expect(part.notes).toEqual([
      expect.stringMatching(/^\d+ of 12 payloads fill the pool's \d+ bytes$/),
    ]);
  });

  test("of which none fits is refused with the size it would need", async () => {
    const message = await problemOf(
      prepare("image:jpeg,size=400x300", { memoryBytes: 1000, count: 2 }),
    );
    expect(message).toMatch(/1000 bytes of memory for the pool.*the smallest made has \d+ bytes/s);
  });

  test("reports progress and can be given up", async () => {
    const seen: string[] = [];
    const controller = new AbortController();
    const pool = prepare("image:jpeg,size=64x48", {
      count: 50,
      signal: controller.signal,
      onProgress(done, total) {
        seen.push(`${done}/${total}`);
        if (done === 3) controller.abort();
      },
    });
    await expect(pool).rejects.toBeInstanceOf(InterruptedError);
    expect(seen).toEqual(["1/50", "2/50", "3/50"]);
  });
});

describe("uniqueness", () => {
  test("not wanted, nothing is rewritten", async () => {
    const pool = await prepare("image:jpeg,size=64x48", { count: 2, unique: false });
    expect(pool.shared.entries.map(({ marks }) => marks)).toEqual([[], []]);
    expect(pool.notes).toEqual([]);
  });

  test("wanted but impossible is told", async () => {
    const { notes } = await prepare("text:hello");
    expect(notes).toEqual([expect.stringContaining("no place for a nonce")]);
  });

  test("survives the protocol's own wrapping, held by nothing larger than the window", async () => {
    const encode = ({ bytes, marks }: Payload): EncodedRequest => {
      const mark = marks[0]!;
      const from = mark.offset - (mark.offset % 3);
      const to = Math.ceil((mark.offset + mark.length) / 3) * 3;
      const base64 = {
        raw: bytes.subarray(from, to),
        offset: mark.offset - from,
        length: mark.length,
      };
      const length = ((to - from) / 3) * 4;
      const body = Buffer.from(Buffer.from(bytes).toString("base64"));
      return {
        headers: [],
        body,
        marks: [{ kind: mark.kind, offset: (from / 3) * 4, length, base64 }],
      };
    };
    const pool = await prepare("image:png,size=64x48", { count: 1, encode });
    const window = pool.shared.entries[0]!.marks[0]!.base64!;
    expect(window.raw.buffer.byteLength).toBe(window.raw.length);

    const composer = new BodyComposer(pool.shared, 1);
    const sent = [1, 2].map((sequence) =>
      Buffer.concat(composer.compose(0, Buffer.alloc(0), sequence, 0)).toString("latin1"),
    );
    expect(sent[0]).not.toBe(sent[1]);
    expect(Buffer.from(sent[0]!, "base64").length).toBe(pool.info[0]!.payloadBytes);
  });
});

describe("bodies that are given", () => {
  test("no input is one request without a body", async () => {
    const pool = await prepare(undefined, {
      encode: () => ({ headers: [], body: undefined, marks: [] }),
    });
    expect(pool).toMatchObject({ kind: "none", bytes: 0, notes: [] });
    expect(pool.shared.entries).toEqual([
      { offset: 0, length: 0, headers: [], marks: [], hasBody: false },
    ]);
  });

  test("a text is sent as it is, its media type by what it is", async () => {
    const pool = await prepare('text:{"x": "é"}');
    expect(bodyOf(pool, 0).toString()).toBe('{"x": "é"}');
    expect(pool.shared.entries[0]!.headers).toEqual([["Content-Type", "application/json"]]);
    const plain = await prepare("text:hello, world");
    expect(plain.shared.entries[0]!.headers).toEqual([
      ["Content-Type", "text/plain; charset=utf-8"],
    ]);
    expect(plain.shared.buffer.byteLength).toBeLessThan(100);
  });
});
