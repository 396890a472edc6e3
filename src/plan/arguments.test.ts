import { describe, expect, test } from "vitest";
import { parseArguments } from "./arguments.ts";
import { optionsOf } from "./options.ts";

const OPTIONS = optionsOf("run");
const parse = (...argv: string[]) => parseArguments(argv, OPTIONS);
const hint = (...argv: string[]) => parse(...argv).problems[0]?.hint ?? "(none)";

describe("spellings", () => {
  test.each([
    [["--rate", "50"], "--rate"],
    [["--rate=50"], "--rate"],
    [["-R", "50"], "-R"],
    [["-R50"], "-R"],
    [["-R=50"], "-R"],
  ])("%j", (argv, spelled) => {
    expect(parse(...argv)).toEqual({
      flags: [{ option: "rate", spelled, value: "50" }],
      positionals: [],
      problems: [],
    });
  });

  test("an alias sets the same option", () => {
    expect(parse("-z", "30s").flags[0]).toMatchObject({ option: "duration", spelled: "-z" });
  });

  test.each([
    [["--insecure"], true],
    [["--no-insecure"], false],
    [["--insecure=false"], "false"],
    [["--no-insecure=true"], false],
  ])("switch %j", (argv, value) => {
    expect(parse(...argv).flags).toMatchObject([{ option: "insecure", value }]);
  });

  test("--keepalive is the opposite of --no-keepalive", () => {
    expect(parse("--keepalive").flags).toMatchObject([{ option: "no-keepalive", value: false }]);
  });

  test("a switch takes no word after it", () => {
    expect(parse("--json", "http://h/").positionals).toEqual(["http://h/"]);
  });

  test("everything after -- is positional, and so is a lone -", () => {
    expect(parse("-", "--", "--rate", "-x").positionals).toEqual(["-", "--rate", "-x"]);
  });

  test("a value may begin with a dash, but not be an option", () => {
    expect(parse("--body", "recipe", "-d", "@n").flags).toMatchObject([
      { value: "recipe" },
      { value: "@n" },
    ]);
    expect(parse("--body", "-5").flags).toMatchObject([{ value: "-5" }]);
    expect(parse("--rate", "--json").problems).toMatchObject([
      { code: "option-missing", where: "--rate" },
    ]);
    expect(parse("-d").problems).toMatchObject([{ code: "option-missing", where: "-d" }]);
  });
});

describe("options that do not exist", () => {
  test.each([
    [["--duraton", "30s"], "Did you mean --duration?"],
    [["-rate", "50"], "Did you mean --rate?"],
    [["-connection", "5"], "Did you mean --connections?"],
    [["-t", "4"], "--workers 4"],
    [["-t4"], "--workers 4"],
    [["-t", "30s"], "--duration 30s"],
    [["-r", "10"], "--rate"],
    [["--vus", "10"], "--concurrency"],
    [["-u", "10"], "--concurrency"],
    [["--qps", "10"], "--rate"],
    [["--latency"], "always shown"],
    [["--zzzzzz"], "kneepoint help run"],
  ])("%j", (argv, expected) => expect(hint(...argv)).toContain(expected));

  test("their value is not taken for the target", () => {
    expect(parse("--vus", "10", "http://h/").positionals).toEqual(["http://h/"]);
    expect(parse("--latency", "http://h/").positionals).toEqual(["http://h/"]);
  });

  test("every mistake is reported", () => {
    expect(parse("--foo", "--bar", "-R").problems).toHaveLength(3);
  });
});
