import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, test } from "vitest";
import { healthyRun } from "../../test/fixtures/run-file.ts";
import { fillDisk, mountSmallDisk } from "../../test/fixtures/small-disk.ts";
import { UserError } from "../contracts/errors.ts";
import { createRunDirectory, readRun } from "./index.ts";

const root = mkdtempSync(join(tmpdir(), "kneepoint-runs-"));
afterAll(() => rmSync(root, { recursive: true }));
let path: string;
let serial = 0;
beforeEach(() => {
  path = join(root, String(serial++));
});

const { run } = healthyRun();
const INFO = { id: run.id, seed: run.seed, payloads: run.inputs.pool };

async function problemOf(promise: Promise<unknown>): Promise<UserError["problems"][0]> {
  const error: unknown = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof UserError)) throw new Error(`expected a UserError, got ${String(error)}`);
  return error.problems[0]!;
}

describe("createRunDirectory", () => {
  test("makes the directory with its parents, and takes an empty one", async () => {
    const deep = join(path, "a", "b");
    await createRunDirectory(deep);
    expect(readdirSync(deep)).toEqual([]);
    await expect(createRunDirectory(deep)).resolves.toMatchObject({ path: deep });
  });

  test("refuses a directory with content, and leaves it alone", async () => {
    mkdirSync(path);
    writeFileSync(join(path, "run.json"), "precious");
    expect(await problemOf(createRunDirectory(path))).toMatchObject({
      code: "run-directory",
      received: path,
      hint: expect.stringContaining("already has content"),
    });
    expect(readFileSync(join(path, "run.json"), "utf8")).toBe("precious");
  });

  test("refuses a file, and a path through a file", async () => {
    writeFileSync(path, "");
    for (const taken of [path, join(path, "x"), join(path, "x", "y")]) {
      expect(await problemOf(createRunDirectory(taken))).toMatchObject({
        code: "run-directory",
        received: taken,
        hint: "It, or a part of its path, is a file. Name another directory.",
      });
    }
  });

  test("refuses where nothing can be made", async () => {
    expect(await problemOf(createRunDirectory("/proc/kneepoint"))).toMatchObject({
      code: "run-directory",
    });
  });
});

describe("writeRun", () => {
  test("leaves run.json alone in the directory, its summary first", async () => {
    const directory = await createRunDirectory(path);
    await directory.writeRun(run);
    expect(readdirSync(path)).toEqual(["run.json"]);
    const text = readFileSync(join(path, "run.json"), "utf8");
    expect(text.startsWith('{\n  "schema": "kneepoint.run/1",\n  "id": ')).toBe(true);
    expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(run)));
    expect(await readRun(path)).toEqual(JSON.parse(JSON.stringify(run)));
  });

  test("says where the results did not go when they cannot be written", async () => {
    const directory = await createRunDirectory(path);
    rmSync(path, { recursive: true });
    expect(await problemOf(directory.writeRun(run))).toMatchObject({
      code: "disk",
      received: "ENOENT",
    });
  });

  test("keeps room for run.json while samples are written, and gives it back", async () => {
    const directory = await createRunDirectory(path);
    const sink = directory.samples(INFO);
    expect(readdirSync(path).toSorted()).toEqual([".reserved-for-run.json", "samples.parquet"]);
    await sink.close();
    await directory.writeRun(run);
    expect(readdirSync(path).toSorted()).toEqual(["run.json", "samples.parquet"]);
  });
});

describe("a small disk", () => {
  test("is refused when it has too little room to begin", async (context) => {
    const disk = mountSmallDisk(path, "2m");
    if (typeof disk === "string") return context.skip(disk);
    try {
      expect(await problemOf(createRunDirectory(path))).toMatchObject({
        code: "disk",
        received: expect.stringMatching(/^2\.0\d\u00a0MiB free$|^2\.00\u00a0MiB free$/),
      });
    } finally {
      disk.unmount();
    }
  });

  test("that fills up during the run still takes run.json", async (context) => {
    const disk = mountSmallDisk(path, "80m");
    if (typeof disk === "string") return context.skip(disk);
    try {
      const directory = await createRunDirectory(path);
      const sink = directory.samples(INFO);
      fillDisk(join(path, "other"));
      await sink.close();
      await directory.writeRun(run);
      expect(await readRun(path)).toMatchObject({ id: run.id });
      expect(existsSync(join(path, "run.json.draft"))).toBe(false);
    } finally {
      disk.unmount();
    }
  });

  test("without any room is told as such, with nothing half-written left", async (context) => {
    const disk = mountSmallDisk(path, "80m");
    if (typeof disk === "string") return context.skip(disk);
    try {
      const directory = await createRunDirectory(path);
      fillDisk(join(path, "other"));
      expect(await problemOf(directory.writeRun(run))).toMatchObject({
        code: "disk",
        received: "ENOSPC",
      });
      expect(readdirSync(path)).toEqual(["other"]);
    } finally {
      disk.unmount();
    }
  });
});
