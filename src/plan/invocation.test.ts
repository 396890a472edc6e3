import { expect, test } from "vitest";
import { UserError } from "../contracts/errors.ts";
import { parseArguments } from "./arguments.ts";
import { readInvocation } from "./invocation.ts";
import { optionsOf } from "./options.ts";

function invocation(argv: readonly string[], environment: Record<string, string> = {}) {
  const { flags } = parseArguments(argv, optionsOf("run"));
  return readInvocation("run", { flags, environment });
}

test("nothing said is progress, tables and colours", () => {
  expect(invocation([])).toEqual({
    name: undefined,
    outputs: [],
    runDirectory: undefined,
    json: false,
    quiet: false,
    color: true,
    debug: false,
  });
});

test("every option of the chapter is read", () => {
  const argv =
    "--name a.b --out json=x.json --out html=y.html --run-dir d --json --quiet --no-color --debug";
  expect(invocation(argv.split(" "))).toEqual({
    name: "a.b",
    outputs: [
      { format: "json", file: "x.json" },
      { format: "html", file: "y.html" },
    ],
    runDirectory: "d",
    json: true,
    quiet: true,
    color: false,
    debug: true,
  });
});

test("variables hold where no flag does", () => {
  expect(invocation([], { KNEEPOINT_QUIET: "1", KNEEPOINT_OUT: "json=a\nhtml=b" })).toMatchObject({
    quiet: true,
    outputs: [{ format: "json" }, { format: "html" }],
  });
  expect(invocation(["--no-quiet"], { KNEEPOINT_QUIET: "1" }).quiet).toBe(false);
});

test("the name may come from the plan file", () => {
  const file = { name: "plan.yaml", data: { name: "from-file", rate: "wrong" }, lineOf: () => 1 };
  expect(readInvocation("run", { flags: [], environment: {}, file }).name).toBe("from-file");
});

test.each([
  [["--out", "x.json"], "--out", "Write json=x.json."],
  [["--name", "../x"], "--name", undefined],
  [["--json=maybe"], "--json", undefined],
])("%j is a mistake", (argv, where, hint) => {
  let problems: UserError["problems"] = [];
  try {
    invocation(argv);
  } catch (error) {
    problems = (error as UserError).problems;
  }
  expect(problems).toMatchObject([{ where }]);
  expect(problems[0]!.hint).toBe(hint);
});

test("mistakes elsewhere are left to the plan", () => {
  expect(() => invocation(["--rate", "abc", "--out", "bad"])).toThrow(UserError);
  expect(invocation(["--rate", "abc"]).json).toBe(false);
});
