import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { OPTIONS } from "../../src/plan/index.ts";
import { expectTidy, kneepoint } from "./kneepoint.ts";

describe("help", () => {
  test("kneepoint alone explains itself with three examples", async () => {
    const { code, stdout, stderr } = await kneepoint([]);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout.match(/^ {4}kneepoint /gm)).toHaveLength(3);
    expect(stdout.split("\n").length).toBeLessThan(24);
    expectTidy(stdout);
  });

  test.each([["--help"], ["-h"], ["help"]])("%s is the same", async (word) => {
    expect(await kneepoint([word])).toEqual(await kneepoint([]));
  });

  test("every option of a command is explained", async () => {
    const { code, stdout } = await kneepoint(["help", "run"]);
    expect(code).toBe(0);
    for (const { name, positional } of OPTIONS) {
      if (positional !== true) expect(stdout).toContain(`--${name}`);
    }
    expectTidy(stdout);
    expect((await kneepoint(["run", "http://h/", "--help"])).stdout).toBe(stdout);
  });

  test("every command has a help of its own", async () => {
    for (const name of ["report", "doctor", "help", "completion", "version"]) {
      const { code, stdout } = await kneepoint(["help", name]);
      expect([name, code]).toEqual([name, 0]);
      expect(stdout).toMatch(new RegExp(`^Usage {2}kneepoint ${name}`));
      expectTidy(stdout);
    }
  });

  test.each([["version"], ["--version"], ["-V"]])("%s", async (word) => {
    const { code, stdout } = await kneepoint([word]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^kneepoint \d+\.\d+\.\d+ \(Node\.js v\d+/);
  });

  test.each([
    [["rnu"], "Did you mean run?"],
    [["http://127.0.0.1:8000/"], "Write: kneepoint run http://127.0.0.1:8000/"],
    [["plan.yaml"], "Write: kneepoint run plan.yaml"],
    [["--rate", "5"], "The command comes first"],
    [["help", "rnu"], "Did you mean run?"],
  ])("%j is no command", async (argv, hint) => {
    const { code, stdout, stderr } = await kneepoint(argv);
    expect([code, stdout]).toEqual([104, ""]);
    expect(stderr).toContain(hint);
    expectTidy(stderr);
  });
});

describe("completion", () => {
  test("of bash completes commands, options and values", async () => {
    const { code, stdout } = await kneepoint(["completion", "bash"]);
    expect(code).toBe(0);
    const complete = (...words: string[]): string[] => {
      const quoted = words.map((word) => `'${word}'`).join(" ");
      const script = `${stdout}\nCOMP_WORDS=(kneepoint ${quoted}); COMP_CWORD=${words.length}; _kneepoint; printf '%s\\n' "\${COMPREPLY[@]}"`;
      return execFileSync("bash", ["-c", script], { encoding: "utf8", cwd: "/" })
        .trim()
        .split("\n");
    };
    expect(complete("r")).toEqual(["run", "report"]);
    expect(complete("run", "--conn")).toEqual(["--connections", "--connect-timeout"]);
    expect(complete("run", "--protocol", "json")).toEqual(["json-b64", "json-template"]);
    expect(complete("run", "--arrivals", "")).toEqual(["poisson", "constant"]);
    expect(complete("report", "--s")).toEqual([""]);
    expect(complete("help", "do")).toEqual(["doctor"]);
    expect(complete("completion", "z")).toEqual(["zsh"]);
    expect(complete("run", "--body-file", "/et")).toEqual(["/etc"]);
  });

  test.each(["zsh", "fish"])("of %s knows every option, with balanced quotes", async (shell) => {
    const { code, stdout } = await kneepoint(["completion", shell]);
    expect(code).toBe(0);
    for (const { name, positional } of OPTIONS) {
      if (positional !== true)
        expect(stdout).toContain(shell === "zsh" ? `--${name}[` : `-l ${name} `);
    }
    for (const line of stdout.split("\n")) {
      const open = line.replaceAll("'\\''", "").replaceAll("\\'", "").split("'").length - 1;
      expect(open % 2, line).toBe(0);
    }
  });

  test("of another shell does not exist", async () => {
    const { code, stderr } = await kneepoint(["completion", "tcsh"]);
    expect(code).toBe(104);
    expect(stderr).toContain("bash, zsh, fish");
  });
});
