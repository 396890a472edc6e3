import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { checkOutputs } from "./outputs.ts";

const cwd = mkdtempSync(join(tmpdir(), "kneepoint-outputs-"));
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

writeFileSync(join(cwd, "old.json"), "");
mkdirSync(join(cwd, "folder"));
execFileSync("mkfifo", [join(cwd, "fifo")]);
symlinkSync("fifo", join(cwd, "to-fifo"));
symlinkSync("/dev/null", join(cwd, "to-null"));

test.each([
  ["new.json", undefined],
  ["old.json", undefined],
  ["to-null", undefined],
  ["/dev/stdout", undefined],
  ["folder", "It is a directory."],
  ["none/x.json", "Its directory does not exist."],
  ["old.json/x.json", "Its directory does not exist."],
  ["fifo", "It is a pipe, a socket or a disk: name a file."],
  ["to-fifo", "It is a pipe, a socket or a disk: name a file."],
])("--out json=%s: %s", async (file, hint) => {
  const problems = await checkOutputs([{ format: "json", file }], cwd);
  expect(problems.map((problem) => problem.hint)).toEqual(hint === undefined ? [] : [hint]);
});
