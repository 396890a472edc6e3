import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { createRunId, removeEmpty, runDirectoryOf, shownPath } from "./run-id.ts";

test("ids say when, differ, and end with the name", () => {
  const now = new Date("2026-11-22T16:30:00.123Z");
  expect(createRunId(undefined, now)).toMatch(/^20261122-163000-[0-9a-f]{4}$/);
  expect(createRunId("a.b", now)).toMatch(/^20261122-163000-[0-9a-f]{4}-a\.b$/);
  expect(
    new Set(Array.from({ length: 8 }, () => createRunId(undefined, now))).size,
  ).toBeGreaterThan(1);
});

test("a directory is where it was asked for, and shown in the shorter way", () => {
  expect(runDirectoryOf("x/y", "ignored", "/w")).toBe("/w/x/y");
  expect(runDirectoryOf(undefined, "n", "/w")).toMatch(/^\/w\/kneepoint-runs\/.*-n$/);
  expect(shownPath("/w/x/y", "/w")).toBe("x/y");
  expect(shownPath("/other/x", "/w")).toBe("/other/x");
  expect(shownPath("/w", "/w")).toBe("/w");
});

test("only empty directories are taken away", async () => {
  const parent = mkdtempSync(join(tmpdir(), "kneepoint-cli-"));
  try {
    mkdirSync(join(parent, "runs", "a"), { recursive: true });
    mkdirSync(join(parent, "runs", "b"));
    writeFileSync(join(parent, "runs", "b", "run.json"), "{}");
    await removeEmpty(join(parent, "runs", "a"));
    await removeEmpty(join(parent, "runs", "b"));
    await removeEmpty(join(parent, "runs", "never-made"));
    expect(readdirSync(join(parent, "runs"))).toEqual(["b"]);
  } finally {
    rmSync(parent, { recursive: true, force: true });
  }
});
