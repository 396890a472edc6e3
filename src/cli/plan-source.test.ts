import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { UserError } from "../contracts/errors.ts";
import { planChecks } from "../plan-checks.ts";
import { isPlanFile, readPlanFile } from "./plan-source.ts";

const directory = mkdtempSync(join(tmpdir(), "kneepoint-cli-"));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

function write(name: string, text: string): string {
  writeFileSync(join(directory, name), text);
  return name;
}

function problemOf(work: () => unknown) {
  try {
    work();
  } catch (error) {
    if (error instanceof UserError) return error.problems[0]!;
    throw error;
  }
  throw new Error("there was no problem");
}

describe("plan files", () => {
  test("are known by their ending, or because they exist", () => {
    write("plan", "target: x");
    expect(isPlanFile("plan", directory)).toBe(true);
    expect(isPlanFile("missing.yaml", directory)).toBe(true);
    expect(isPlanFile("missing", directory)).toBe(false);
    expect(isPlanFile("http://h/plan.yaml", directory)).toBe(false);
    expect(isPlanFile(".", directory)).toBe(false);
  });

  test("know the line of every value", () => {
    const name = write(
      "lines.yaml",
      "# a comment\ntarget: http://h/\nload:\n  rate: 50\n  stages:\n    - 5s:1\n    - { duration: 5s, target: 2 }\nslo: [p99<1s,\n  errors<1%]\n",
    );
    const { data, lineOf } = readPlanFile(name, directory);
    expect(data).toMatchObject({ load: { rate: 50, stages: ["5s:1", { target: 2 }] } });
    const lines = [
      ["target"],
      ["load"],
      ["load", "rate"],
      ["load", "stages", 1],
      ["slo", 0],
      ["slo", 1],
    ];
    expect(lines.map((path) => lineOf(path))).toEqual([2, 3, 4, 7, 8, 9]);
    expect(lineOf(["nowhere", "at", "all"])).toBeUndefined();
  });

  test("may be JSON", () => {
    const name = write(
      "plan.json",
      '{\n  "target": "http://h/",\n  "load": {\n    "rate": 5\n  }\n}',
    );
    const { data, lineOf } = readPlanFile(name, directory);
    expect(data).toEqual({ target: "http://h/", load: { rate: 5 } });
    expect(lineOf(["load", "rate"])).toBe(4);
  });

  test("that are not YAML say where", () => {
    const name = write("bad.yaml", "target: http://h/\nload: {rate: 5\nseed: 1\n");
    const problem = problemOf(() => readPlanFile(name, directory));
    expect(problem.code).toBe("plan-syntax");
    expect(problem.where).toMatch(/^bad\.yaml:\d+:\d+$/);
  });

  test("that cannot be read say why", () => {
    mkdirSync(join(directory, "folder.yaml"));
    write("huge.yaml", `a: ${"x".repeat(2 << 20)}`);
    const hints = ["none.yaml", "folder.yaml", "huge.yaml"].map((name) => {
      return problemOf(() => readPlanFile(name, directory)).hint;
    });
    expect(hints).toEqual([
      "There is no such file.",
      "It is a directory.",
      expect.stringMatching(/^It has \d+ bytes/),
    ]);
  });

  test("that are a pipe are refused, not waited for", () => {
    execFileSync("mkfifo", [join(directory, "fifo.yaml")]);
    expect(problemOf(() => readPlanFile("fifo.yaml", directory))).toMatchObject({
      code: "plan-unreadable",
      hint: "It is a device or a pipe, not a file.",
    });
  });

  test("cannot make data that grows without bound", () => {
    const bomb = ["a0: &a0 [x,x,x,x,x,x,x,x,x]"];
    for (let i = 1; i < 9; i++)
      bomb.push(
        `a${i}: &a${i} [${Array(9)
          .fill(`*a${i - 1}`)
          .join(",")}]`,
      );
    const name = write("bomb.yaml", bomb.join("\n"));
    expect(problemOf(() => readPlanFile(name, directory))).toMatchObject({ code: "plan-syntax" });
  });
});

describe("checks for the plan", () => {
  const checks = planChecks(directory, "plans/a.yaml");

  test("user-info becomes basic credentials and leaves the URL", () => {
    expect(checks.url("http://me:p%40ss@h:80/a?b=1#c")).toEqual({
      protocol: "http:",
      url: "http://h/a?b=1",
      authorization: `Basic ${Buffer.from("me:p@ss").toString("base64")}`,
    });
    expect(checks.url("http://%ff:x@h/")?.authorization).toBe(
      `Basic ${Buffer.from("%ff:x").toString("base64")}`,
    );
    expect(checks.url("http://h/")?.authorization).toBeUndefined();
    expect(checks.url("no url")).toBeUndefined();
  });

  test("paths in a plan begin where it lies", () => {
    expect(checks.input("files:./samples,glob=*.jpg", "plan-file")).toEqual({
      spec: "files:plans/samples,glob=*.jpg",
    });
    expect(checks.input("file:cat.jpg", "working-directory")).toEqual({ spec: "file:cat.jpg" });
    expect(checks.input({ kind: "file", path: "../cat.jpg" }, "plan-file")).toEqual({
      spec: { kind: "file", path: "cat.jpg" },
    });
  });

  test("mistakes of inputs, files and protocols come back as problems", () => {
    expect(checks.input("imag:jpeg", "working-directory")).toMatchObject({
      problems: [{ code: "input-spec" }],
    });
    expect(checks.readText("none.json", "plan-file")).toEqual({
      failure: "There is no such file.",
    });
    write("input.yaml", "kind: image\n");
    expect(checks.readData("input.yaml", "working-directory")).toEqual({ data: { kind: "image" } });
    expect(checks.protocol("nope", {}, true)).toMatchObject([{ where: "name" }]);
    expect(checks.expect("nope")).toMatchObject([{ where: "expect" }]);
  });

  test("seeds differ", () => {
    const seeds = new Set(Array.from({ length: 20 }, () => checks.randomSeed()));
    expect(seeds.size).toBeGreaterThan(15);
    expect([...seeds].every((seed) => Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32)).toBe(
      true,
    );
  });
});
