import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { expectTidy, kneepoint, MAIN, workspace } from "./kneepoint.ts";

const cwd = workspace();
const TARGET = "http://127.0.0.1:9/";

async function mistake(
  argv: readonly string[],
  env: Readonly<Record<string, string>> = {},
): Promise<string> {
  const { code, stdout, stderr } = await kneepoint(argv, { cwd, env });
  expect([code, stdout]).toEqual([104, ""]);
  expectTidy(stderr);
  return stderr;
}

describe("mistakes are told before anything is loaded", () => {
  test.each([
    [["run"], "expected a URL"],
    [["run", TARGET, "--duraton", "5s"], "Did you mean --duration?"],
    [["run", TARGET, "-t", "4"], "Here use --workers 4"],
    [["run", TARGET, "-d", "30"], "write 30s for seconds"],
    [["run", TARGET, "-d", '{"x": 1}'], "Here use --body"],
    [["run", TARGET, "-r", "10"], "-R/--rate"],
    [["run", "127.0.0.1:9"], "Write http://127.0.0.1:9"],
    [["run", TARGET, "extra"], "one URL, one plan file, or one of each"],
    [["run", TARGET, "--input", "imag:jpeg"], "image"],
    [["run", TARGET, "--input", "image:jpeg,sise=camera"], "sise"],
    [["run", TARGET, "--body-file", "none.jpg"], "none.jpg"],
    [["run", TARGET, "--protocol", "openai"], "does not exist yet"],
    [["run", TARGET, "--protocol", "multipart"], "an input for the protocol multipart"],
    [["run", TARGET, "--template", '{"a": {{base64}}'], "JSON"],
    [["run", TARGET, "--expect", "jsn:$.a"], "json:$.label"],
    [["run", TARGET, "--slo", "http_req_duration:p(95)<500"], "k6's name"],
    [["run", TARGET, "--pid", "999999999"], "a process that runs on this machine"],
    [["run", TARGET, "--out", "jsno=x"], "Did you mean json?"],
    [["run", TARGET, "--out", "json=nowhere/x.json"], "Its directory does not exist."],
    [["run", "none.yaml"], "There is no such file."],
    [["report"], "one run directory"],
    [["report", "none"], "Nothing of that name exists."],
    [["doctor", "extra"], "options only"],
  ])("%j", async (argv, expected) => {
    expect((await mistake(argv)).replaceAll(/\s+/g, " ")).toContain(expected);
    expect(existsSync(join(cwd, "kneepoint-runs"))).toBe(false);
  });

  test("a bad plan shows all its mistakes at once, each with its line", async () => {
    writeFileSync(
      join(cwd, "bad.yaml"),
      "target: localhost:8000\nrate: 50\nload:\n  duration: 30\nslo:\n  - p99<1s\n  - errors<5\nprotocol: rwa\n",
    );
    const text = await mistake(["run", "bad.yaml", "--concurency", "4"], { KNEEPOINT_SEED: "x" });
    expect(text).toContain("kneepoint: 7 problems");
    for (const part of [
      "--concurency",
      "KNEEPOINT_SEED",
      "bad.yaml:1 target",
      "bad.yaml:2 rate",
      "bad.yaml:4 load.duration",
      "bad.yaml:7 slo[1]",
      "bad.yaml:8 protocol",
    ]) {
      expect(text).toContain(part);
    }
  });

  test("a plan that is no YAML says where", async () => {
    writeFileSync(join(cwd, "broken.yaml"), "target: [http://h/\nseed: 1");
    expect(await mistake(["run", "broken.yaml"])).toMatch(/broken\.yaml:\d+:\d+/);
  });

  test("with --json the problems are on stdout too, with their codes", async () => {
    const { code, stdout, stderr } = await kneepoint(["run", "--json", "-d", "30"], { cwd });
    expect(code).toBe(104);
    const { schema, problems } = JSON.parse(stdout) as {
      schema: string;
      problems: { code: string; where: string }[];
    };
    expect(schema).toBe("kneepoint.problems/1");
    expect(problems.map((problem) => [problem.code, problem.where])).toEqual([
      ["option-value", "-d"],
      ["option-missing", "target"],
    ]);
    expect(stderr).toContain("2 problems");
  });

  test("secrets in a bad URL are not shown", async () => {
    expect(await mistake(["run", "ftp://me:hunter2@h/x"])).not.toContain("hunter2");
  });
});

describe("runs that cannot begin", () => {
  test("a target that is not there is told from a mistake, and leaves nothing behind", async () => {
    const port = await freePort();
    const url = `http://127.0.0.1:${port}/`;
    const { code, stdout, stderr } = await kneepoint(["run", url, "-d", "1s"], { cwd });
    expect([code, stdout]).toEqual([108, ""]);
    expect(stderr).toContain("connect-refused");
    expectTidy(stderr);
    expect(existsSync(join(cwd, "kneepoint-runs"))).toBe(false);
  });

  test("a run directory with content is never overwritten", async () => {
    const directory = join(cwd, "full");
    mkdirSync(directory);
    writeFileSync(join(directory, "precious"), "");
    const text = await mistake(["run", TARGET, "-d", "1s", "--run-dir", "full"]);
    expect(text).toContain("a new or empty directory");
    expect(readdirSync(directory)).toEqual(["precious"]);
  });
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}

describe("mistakes that would harm", () => {
  test.each([
    [["-w", "1M"], "at most 64"],
    [["-c", "1000001"], "at most 1000000"],
    [["--concurrency", "2M"], "at most 1000000"],
    [["--max-in-flight", "2M", "-R", "1"], "at most 1000000"],
    [["-R", "5", "-d", "1us"], "at least one request"],
    [["-R", "9".repeat(400)], "expected a rate"],
  ])("%j is refused", async (options, expected) => {
    const text = await mistake(["run", TARGET, ...options]);
    expect(text.replaceAll(/\s+/g, " ")).toContain(expected);
  });

  test("numbers that are none are shown as they are", async () => {
    const load = "{rate: .nan, stages: [{duration: 1s, target: .inf}]}";
    writeFileSync(join(cwd, "nan.yaml"), `target: http://h/\nload: ${load}\nworkers: 1e309\n`);
    const { stderr } = await kneepoint(["run", "nan.yaml"], { cwd });
    expect(stderr).toContain('load.rate "NaN"');
    expect(stderr).toContain('workers "Infinity"');
    expect(stderr).not.toContain("null");
  });

  test("more connections than files may be open are refused", () => {
    const script = `ulimit -n 256; exec "$0" "$1" run ${TARGET} -c 157`;
    const { status, stderr } = spawnSync("bash", ["-c", script, process.execPath, MAIN], {
      cwd,
      encoding: "utf8",
    });
    expect(status).toBe(104);
    expect(stderr.replaceAll(/\s+/g, " ")).toContain("at most 156: this shell allows 256");
    expect(stderr).toContain("ulimit -n 257");
    expectTidy(stderr);
  });

  test("a plan with thousands of faults is refused at once, and told in short", async () => {
    writeFileSync(join(cwd, "deep.yaml"), "[".repeat(100_000));
    const text = await mistake(["run", "deep.yaml"]);
    expect(text.match(/^ {2}deep\.yaml/gm)).toHaveLength(20);
    expect(text).toMatch(/\nand \d+ more\n$/);
    const keys = Array.from({ length: 30_000 }, (_, i) => `k${i}: ${i}`);
    writeFileSync(join(cwd, "keys.yaml"), keys.join("\n"));
    expect(await mistake(["run", "keys.yaml"])).toContain("a plan has at most 256000");
  });
});

describe("secrets in what was typed are not shown", () => {
  test.each([
    [["-H", "X-Api-Key=hunter2"]],
    [["-H", "authorization Bearer hunter2"]],
    [["-H", "Cookie hunter2"]],
    [["me:hunter2@host:8000"]],
    [["--duration", "token=hunter2"]],
  ])("%j", async (options) => {
    const { code, stdout, stderr } = await kneepoint(["run", ...options, "--json"], { cwd });
    expect(code).toBe(104);
    expect(stderr).toMatch(/problem/);
    expect(stdout + stderr).not.toContain("hunter2");
  });
});
