import { execFile, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Ended, expectTidy, MAIN, workspace } from "./kneepoint.ts";
import { startTarget } from "./target.ts";

const cwd = workspace();
const target = await startTarget();

/** Runs a line of bash in which `kneepoint` is the built command. */
function bash(line: string): Promise<Ended> {
  const script = `kneepoint() { "${process.execPath}" "${MAIN}" "$@"; }\n${line}`;
  return new Promise((resolve) => {
    execFile("bash", ["-c", script], { cwd }, (error, stdout, stderr) => {
      const code = error === null ? 0 : Number(error.code);
      resolve({ code, stdout, stderr });
    });
  });
}

describe("a stream on a full disk", () => {
  test("stdout: told on stderr, and the results are kept", async () => {
    const run = `run ${target.url} -n 20 --run-dir full-stdout`;
    const { code, stderr } = await bash(`kneepoint ${run} > /dev/full`);
    expect([104, 96]).toContain(code);
    expect(stderr).toContain("kneepoint: stdout could not be written to: the disk is full\n");
    expectTidy(stderr);
    expect(existsSync(join(cwd, "full-stdout", "report.html"))).toBe(true);
  });

  test("stderr: told on stdout, and the results are shown", async () => {
    const run = `run ${target.url} -n 20 --run-dir full-stderr`;
    const { code, stdout } = await bash(`kneepoint ${run} 2> /dev/full`);
    expect([104, 96]).toContain(code);
    expect(stdout).toContain("kneepoint: stderr could not be written to: the disk is full\n");
    expect(stdout).toContain("Outcomes");
  });

  test("both: only the exit code tells", async () => {
    expect(await bash("kneepoint version > /dev/full 2>&1")).toEqual({
      code: 104,
      stdout: "",
      stderr: "",
    });
  });

  test("another exit code stays", async () => {
    const { code } = await bash("kneepoint run http://127.0.0.1:9/ 2> /dev/full");
    expect(code).toBe(108);
  });
});

describe("the start", () => {
  // how far the start gets depends on how many files this Node opens to load its modules
  test("too few open files end with the limit to raise, and no stack trace", async () => {
    const { code, stdout, stderr } = await bash("ulimit -n 30; kneepoint run http://127.0.0.1:9/");
    expect([code, stdout]).toEqual([104, ""]);
    expect(stderr).toMatch(/^kneepoint: [^]*ulimit -n \d+\n$/);
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  test("an interruption while kneepoint loads ends it with its own code", async () => {
    // a slow first import: the signal comes when main.js runs and little else is loaded
    const slow = `data:text/javascript,${encodeURIComponent(SLOW_LOADER)}`;
    const child = spawn(process.execPath, ["--import", slow, MAIN, "version"], { cwd });
    let stderr = "";
    child.stderr.on("data", (chunk: Buffer) => {
      stderr += chunk.toString();
      if (chunk.toString().includes("loading")) child.kill("SIGINT");
    });
    const ended = await new Promise((resolve) => {
      child.on("close", (code, signal) => resolve([code, signal]));
    });
    expect(ended).toEqual([105, null]);
    expect(stderr).toContain("Interrupted before anything was measured.");
  });
});

/** Says when the command line is about to be loaded, and takes its time. */
const SLOW_LOADER = `
import { register } from "node:module";
const hooks = "export async function load(url, context, next) {" +
  "if (url.endsWith('/run-cli.js')) {" +
  "  (await import('node:fs')).writeSync(2, 'loading\\\\n');" +
  "  await new Promise((resolve) => setTimeout(resolve, 1500));" +
  "}" +
  "return next(url, context); }";
register("data:text/javascript," + encodeURIComponent(hooks));
`;
