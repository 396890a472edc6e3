import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { mkdir, mkdtemp, open, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import sharp from "sharp";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { UserError } from "../../contracts/errors.ts";
import type { Payload } from "../../contracts/payload.ts";
import type { EncodedRequest } from "../../contracts/request.ts";
import { parseInput } from "../parse.ts";
import { type Pool, type PoolRequest, preparePool } from "../pool.ts";

const MAKE_PIPE = "mkfifo";

let directory: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "kneepoint-files-"));
});

afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

const raw = ({ bytes, mediaType, marks }: Payload): EncodedRequest => ({
  headers: [["Content-Type", mediaType]],
  body: bytes,
  marks,
});

function prepare(
  kind: "file" | "files",
  path: string,
  more: Partial<PoolRequest> & { glob?: string } = {},
): Promise<Pool> {
  const { glob, ...rest } = more;
  return preparePool({
    spec: parseInput({ kind, path, ...(glob === undefined ? {} : { glob }) }),
    encode: raw,
    seed: 1,
    count: undefined,
    memoryBytes: 2 ** 22,
    unique: true,
    ...rest,
  });
}

const place = (name: string): string => join(directory, name);
const filesOf = ({ info }: Pool): string[] => info.map(({ traits }) => String(traits["file"]));
const bodyOf = ({ shared }: Pool, index = 0): Buffer => {
  const { offset, length } = shared.entries[index]!;
  return Buffer.from(shared.buffer, offset, length);
};

function picture(format: "jpeg" | "png" | "webp" | "gif", width = 40): Promise<Buffer> {
  return sharp({ create: { width, height: 30, channels: 3, background: "#a52" } })
    .toFormat(format)
    .toBuffer();
}

async function problemOf(pool: Promise<Pool>): Promise<string> {
  const error: unknown = await pool.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(UserError);
  return (error as UserError).message;
}

describe("one file", () => {
  test.each(["jpeg", "png", "webp"] as const)(
    "a %s picture is recognised whatever its name, and marked",
    async (format) => {
      await writeFile(place("upload.tmp"), await picture(format));
      const pool = await prepare("file", place("upload.tmp"));
      expect(pool.shared.entries[0]!.headers).toEqual([["Content-Type", `image/${format}`]]);
      expect(pool.shared.entries[0]!.marks).toHaveLength(1);
      expect(pool.info[0]!.dimension).toEqual({ unit: "pixels", value: 1200 });
      const pixels = (file: Buffer): Promise<Buffer> =>
        sharp(file, { failOn: "warning" }).raw().toBuffer();
      expect((await pixels(bodyOf(pool))).equals(await pixels(await picture(format)))).toBe(true);
    },
  );

  test("anything else goes out byte for byte, with a note", async () => {
    const bytes = Buffer.from(Array.from({ length: 100_000 }, (_, i) => (i * 31) & 255));
    await writeFile(place("tensor.npy"), bytes);
    const pool = await prepare("file", place("tensor.npy"));
    expect(bodyOf(pool).equals(bytes)).toBe(true);
    expect(pool.info[0]!.dimension).toEqual({ unit: "bytes", value: 100_000 });
    expect(pool.notes).toEqual([expect.stringContaining("sent as they are")]);
    await writeFile(place("x.json"), "{}");
    const json = await prepare("file", place("x.json"));
    expect(json.shared.entries[0]!.headers).toEqual([["Content-Type", "application/json"]]);
  });

  test("a picture that no decoder reads is sent all the same", async () => {
    await writeFile(place("broken.jpg"), Buffer.from("ffd8ffe000104a46494600", "hex"));
    const pool = await prepare("file", place("broken.jpg"));
    expect(pool.info[0]!.dimension).toEqual({ unit: "bytes", value: 11 });
    expect(bodyOf(pool).length).toBe(11);
  });

  test("missing, empty, a directory, a pipe, too large: each says why", async () => {
    await writeFile(place("empty"), "");
    execFileSync(MAKE_PIPE, [place("pipe")]);
    const huge = await open(place("huge"), "w");
    await huge.truncate(50 * 2 ** 30);
    await huge.close();
    const why = (name: string): Promise<string> => problemOf(prepare("file", place(name)));
    expect(await why("nowhere")).toMatch(/nowhere.*ENOENT/s);
    expect(await why("empty")).toContain("it is empty");
    expect(await why(".")).toContain("it is no regular file");
    expect(await why("pipe")).toContain("it is no regular file");
    expect(await why("huge")).toContain("its 53687091200 bytes exceed the pool's 4194304");
  });
});

describe("a directory", () => {
  test("is searched to its depths, by pattern", async () => {
    await mkdir(place("a/b"), { recursive: true });
    await writeFile(place("one.jpg"), await picture("jpeg"));
    await writeFile(place("a/two.png"), await picture("png"));
    await writeFile(place("a/b/three.gif"), await picture("gif"));
    await writeFile(place("a/b/notes.txt"), "x");
    expect(filesOf(await prepare("files", directory)).toSorted()).toEqual([
      "a/b/notes.txt",
      "a/b/three.gif",
      "a/two.png",
      "one.jpg",
    ]);
    const some = await prepare("files", directory, { glob: "*.{jpg,gif}" });
    expect(filesOf(some).toSorted()).toEqual(["a/b/three.gif", "one.jpg"]);
    expect(some.notes).toEqual([
      expect.stringContaining("1 of 2 bodies have no place for a nonce"),
    ]);
  });

  test("of many files gives a sample that the names and the seed alone decide", async () => {
    const names = Array.from({ length: 800 }, (_, i) => `f${i}.txt`);
    const fill = async (folder: string, order: readonly string[]): Promise<void> => {
      await mkdir(place(folder));
      for (const name of order) writeFileSync(join(place(folder), name), name);
    };
    await fill("forth", names);
    await fill("back", names.toReversed());
    const forth = await prepare("files", place("forth"), { count: 20 });
    const back = await prepare("files", place("back"), { count: 20 });
    const other = await prepare("files", place("forth"), { count: 20, seed: 2 });
    expect(filesOf(forth)).toHaveLength(20);
    expect(filesOf(back)).toEqual(filesOf(forth));
    expect(filesOf(other)).not.toEqual(filesOf(forth));
    expect(forth.notes).toContain("20 of 800 files were chosen at random by the seed");
    const places = filesOf(await prepare("files", place("forth"), { count: 400 })).map((name) =>
      Number(/\d+/.exec(name)),
    );
    expect(places.filter((n) => n < 400).length).toBeGreaterThan(150);
    expect(places.filter((n) => n < 400).length).toBeLessThan(250);
  });

  test("with loops, dead links, pipes and files too large gives the rest, and says what it left out", async () => {
    await mkdir(place("deep"));
    await symlink(directory, place("deep/loop"));
    await symlink(place("nowhere"), place("dead"));
    execFileSync(MAKE_PIPE, [place("pipe")]);
    await writeFile(place("good.txt"), "good");
    await symlink(place("good.txt"), place("link.txt"));
    await writeFile(place("empty.txt"), "");
    const huge = await open(place("huge.bin"), "w");
    await huge.truncate(2 ** 33);
    await huge.close();
    const pool = await prepare("files", directory);
    expect(filesOf(pool).toSorted()).toEqual(["good.txt", "link.txt"]);
    const left = pool.notes.find((note) => note.startsWith("left out"));
    expect(left).toContain("empty.txt (it is empty)");
    expect(left).toContain("huge.bin (its 8589934592 bytes exceed the pool's 4194304)");
  });

  test("larger than the pool fills it and stops", async () => {
    for (let i = 0; i < 20; i++) await writeFile(place(`f${i}.bin`), Buffer.alloc(10_000, i));
    const pool = await prepare("files", directory, { memoryBytes: 55_000 });
    expect(pool.shared.entries.length).toBe(5);
    pool.info.forEach((info, i) => {
      const value = Number(/\d+/.exec(String(info.traits["file"])));
      expect(bodyOf(pool, i).every((byte) => byte === value)).toBe(true);
    });
    expect(pool.notes).toContain("5 of 20 payloads fill the pool's 55000 bytes");
  });

  test("missing, a file, empty, without a match, or all unusable: each says why", async () => {
    await writeFile(place("file.txt"), "x");
    await mkdir(place("none"));
    await mkdir(place("bad"));
    await writeFile(place("bad/empty"), "");
    expect(await problemOf(prepare("files", place("nowhere")))).toMatch(/nowhere.*ENOENT/s);
    expect(await problemOf(prepare("files", place("file.txt")))).toContain(
      `file:${place("file.txt")}`,
    );
    expect(await problemOf(prepare("files", place("none")))).toContain(
      "expected a directory with files",
    );
    expect(await problemOf(prepare("files", directory, { glob: "*.jpg" }))).toContain(
      "files matching *.jpg",
    );
    expect(await problemOf(prepare("files", place("bad")))).toContain("empty (it is empty)");
  });
});
