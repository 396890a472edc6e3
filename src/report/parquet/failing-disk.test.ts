import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { numbered, readSamples } from "../../../test/fixtures/sample-rows.ts";
import { fillDisk, mountSmallDisk } from "../../../test/fixtures/small-disk.ts";
import { GROUP_ROWS } from "./group.ts";
import { SampleFile } from "./sample-file.ts";

const INFO = { id: "run-1", seed: 42 };
const folder = mkdtempSync(join(tmpdir(), "kneepoint-disk-"));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, "samples.parquet");

test("a directory that is gone loses every row and says why", async () => {
  const sink = new SampleFile(join(folder, "missing", "samples.parquet"), INFO);
  sink.write(numbered(0, 1000));
  await sink.close();
  expect(sink.lost).toBe(1000);
  expect(sink.error).toMatch(/^the disk failed after 0 samples \(ENOENT/);
});

test("a device without room loses every row and says why", async () => {
  const sink = new SampleFile("/dev/full", INFO);
  for (let i = 0; i < 200; i++) sink.write(numbered(i * 1000, 1000));
  await sink.close();
  await sink.close();
  sink.write(numbered(0, 5));
  expect(sink.lost).toBe(200_005);
  expect(sink.error).toMatch(/^the disk is full after 0 samples \(ENOSPC/);
});

test("a real disk that fills up keeps what came before, readable", async (context) => {
  const disk = mountSmallDisk(join(folder, "disk"), "16m");
  if (typeof disk === "string") return context.skip(disk);
  try {
    const path = join(folder, "disk", "samples.parquet");
    const sink = new SampleFile(path, INFO);
    const rows = 10 * GROUP_ROWS;
    for (let from = 0; from < rows; from += 2048) {
      sink.write(numbered(from, 2048));
      await new Promise((resolve) => setImmediate(resolve));
    }
    await sink.close();
    expect(sink.error).toMatch(/^the disk is full after [\d,]+ samples \(ENOSPC/);
    const kept = await readSamples(path, ["sequence"]);
    expect(kept.length).toBeGreaterThan(0);
    expect(kept.length + sink.lost).toBe(rows);
    expect(kept.every((row, i) => row["sequence"] === BigInt(i))).toBe(true);
    expect(statSync(path).size).toBeLessThan(20e6);
  } finally {
    disk.unmount();
  }
});

test("a disk without room for the file's end gives up the last row group for it", async (context) => {
  const disk = mountSmallDisk(join(folder, "full"), "32m");
  if (typeof disk === "string") return context.skip(disk);
  try {
    const path = join(folder, "full", "samples.parquet");
    const sink = new SampleFile(path, INFO);
    for (let from = 0; from < 2 * GROUP_ROWS; from += 2048) sink.write(numbered(from, 2048));
    while (statSync(path).size < 2 * GROUP_ROWS * 60) {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    fillDisk(join(folder, "full", "other"));
    await sink.close();
    expect(sink.lost).toBe(GROUP_ROWS);
    expect(sink.error).toMatch(/^the disk is full after 131,072 samples \(ENOSPC/);
    expect(await readSamples(path, ["sequence"])).toHaveLength(GROUP_ROWS);
  } finally {
    disk.unmount();
  }
});

test("a load that outruns the disk loses rows instead of growing", async () => {
  const sink = new SampleFile(file, INFO);
  const batch = numbered(0, 2048);
  // without a turn of the event loop nothing reaches the disk
  for (let rows = 0; rows < 6 * GROUP_ROWS; rows += batch.length) sink.write(batch);
  await sink.close();
  expect(sink.lost).toBe(2 * GROUP_ROWS);
  expect(sink.error).toBe("the disk was slower than the load");
  expect(await readSamples(file, ["sequence"])).toHaveLength(4 * GROUP_ROWS);
});
