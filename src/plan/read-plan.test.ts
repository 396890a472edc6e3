import { describe, expect, test } from "vitest";
import { type Problem, UserError } from "../contracts/errors.ts";
import type { TestPlan } from "../contracts/plan.ts";
import { parseArguments } from "./arguments.ts";
import type { PlanChecks } from "./checks.ts";
import type { Environment } from "./environment.ts";
import { optionsOf } from "./options.ts";
import type { PlanFile } from "./plan-file.ts";
import { readPlan } from "./read-plan.ts";

const URL_TEXT = "http://127.0.0.1:8000/predict";
const CHECKS: PlanChecks = {
  input(spec, origin) {
    if (spec === "bad") return { problems: [problem("input", "an input that exists")] };
    if (spec === "badkey") return { problems: [problem("input image, key size", "a size")] };
    if (typeof spec === "string" || typeof spec["path"] !== "string") return { spec };
    return {
      spec: { ...spec, path: origin === "plan-file" ? `/plans/${spec["path"]}` : spec["path"] },
    };
  },
  protocol: (name, options) => [
    ...(name === "nope" ? [problem("name", "a protocol")] : []),
    ...(options["field"] === "bad" ? [problem("field", "a field")] : []),
  ],
  expect: (text) => (text === "bad" ? [problem("expect", "a predicate")] : []),
  url(text) {
    if (!URL.canParse(text)) return undefined;
    const { protocol, username, password, pathname, search, host } = new URL(text);
    const authorization = username === "" ? undefined : `Basic ${btoa(`${username}:${password}`)}`;
    return { protocol, url: `${protocol}//${host}${pathname}${search}`, authorization };
  },
  readText: (path, origin) => {
    return path === "missing.json"
      ? { failure: "no such file." }
      : { text: `{"from": "${origin}:${path}"}` };
  },
  readData: (path) => {
    return path === "photo.yaml" ? { data: { kind: "image" } } : { failure: "no such file." };
  },
  randomSeed: () => 7,
};

function problem(where: string, expected: string): Problem {
  return { code: "option-value", where, expected };
}

interface Given {
  readonly argv?: readonly string[];
  readonly environment?: Environment;
  readonly file?: unknown;
}

function sources({ argv = [], environment = {}, file }: Given) {
  const { flags, positionals, problems } = parseArguments(argv, optionsOf("run"));
  expect(problems).toEqual([]);
  const target = positionals.map((value) => ({ option: "target", spelled: "URL", value }));
  const planFile: PlanFile = { name: "plan.yaml", data: file, lineOf: (path) => path.length };
  const base = { flags: [...target, ...flags], environment };
  return file === undefined ? base : { ...base, file: planFile };
}

function plan(given: Given): TestPlan {
  return readPlan(sources(given), CHECKS);
}

function run(...argv: string[]): TestPlan {
  return plan({ argv: [URL_TEXT, ...argv] });
}

function problemsOf(given: Given): readonly Problem[] {
  try {
    plan(given);
  } catch (error) {
    if (error instanceof UserError) return error.problems;
    throw error;
  }
  return [];
}

function mistakes(...argv: string[]): readonly Problem[] {
  return problemsOf({ argv: [URL_TEXT, ...argv] });
}

describe("a URL alone", () => {
  test("is a closed load of ten users for 30 seconds", () => {
    expect(run()).toEqual({
      target: { url: URL_TEXT, method: undefined, headers: [], insecure: false },
      load: {
        model: "closed",
        startUsers: 10,
        stages: [{ seconds: 30, target: 10 }],
        thinkSeconds: 0,
        thinkArrivals: "poisson",
        warmupSeconds: 3,
        maxRequests: undefined,
      },
      connections: {
        count: undefined,
        keepAlive: true,
        connectTimeoutMs: 10_000,
        timeoutMs: 60_000,
      },
      input: { spec: undefined, count: undefined, memoryBytes: 2 ** 28, unique: true },
      protocol: { name: "raw", options: {} },
      expect: [],
      slo: [],
      monitor: { pid: undefined, discover: true, periodMs: 1000 },
      seed: 7,
      workers: undefined,
    });
  });
});

describe("load", () => {
  test("a rate is an open load", () => {
    expect(run("-R", "50/s", "-d", "20s").load).toEqual({
      model: "open",
      arrivals: "poisson",
      startRate: 50,
      stages: [{ seconds: 20, target: 50 }],
      maxInFlight: 1000,
      warmupSeconds: 2,
      maxRequests: undefined,
    });
  });

  test("connections are the users of a closed load and the cap of an open one", () => {
    expect(run("-c", "64").load).toMatchObject({ model: "closed", startUsers: 64 });
    expect(run("-c", "64", "--concurrency", "8").load).toMatchObject({ startUsers: 8 });
    expect(run("-c", "64", "-R", "5").load).toMatchObject({ maxInFlight: 64 });
    expect(run("-c", "64", "-R", "5", "--max-in-flight", "9").load).toMatchObject({
      maxInFlight: 9,
    });
  });

  test("stages ramp from the rate, from the users, or from nothing", () => {
    expect(run("--stage", "30s:20", "--stage", "1m:5/s").load).toMatchObject({
      model: "open",
      startRate: 0,
      stages: [
        { seconds: 30, target: 20 },
        { seconds: 60, target: 5 },
      ],
      warmupSeconds: 0,
    });
    expect(run("-R", "10", "--stage", "30s:20").load).toMatchObject({
      startRate: 10,
      warmupSeconds: 3,
    });
    expect(run("--concurrency", "4", "--stage", "30s:20").load).toMatchObject({
      model: "closed",
      startUsers: 4,
      stages: [{ seconds: 30, target: 20 }],
    });
  });

  test("a count ends the load where no duration is given", () => {
    expect(run("-n", "10k").load).toMatchObject({
      maxRequests: 10_000,
      warmupSeconds: 0,
      stages: [{ seconds: 86_400, target: 10 }],
    });
    expect(run("-n", "10k", "-d", "5s").load).toMatchObject({ stages: [{ seconds: 5 }] });
    expect(run("-n", "10k", "--warmup", "2s").load).toMatchObject({ warmupSeconds: 2 });
  });

  test("warm-up is a tenth, between one second and ten", () => {
    expect(run("-d", "2s").load.warmupSeconds).toBe(1);
    expect(run("-d", "1h").load.warmupSeconds).toBe(10);
    expect(run("-d", "1h", "--warmup", "0").load.warmupSeconds).toBe(0);
  });

  test.each([
    [["--rate", "5", "--concurrency", "5"], "--concurrency", "either this or --rate, not both"],
    [["--think", "1s", "-R", "5"], "--think", "either this or -R, not both"],
    [["-d", "5s", "--stage", "5s:5"], "--stage", "either this or -d, not both"],
    [["--body", "x", "--body-file", "y"], "--body-file", "either this or --body, not both"],
    [["-F", "a=@f", "--input", "image"], "--input", "either this or -F, not both"],
    [["--max-in-flight", "5"], "--max-in-flight", "--rate or --stage beside it"],
    [["--stage", "0s:5"], "--stage", "stages that last longer than 0s"],
    [["--stage", "5s:0"], "--stage", "a stage that goes above 0"],
    [["--think", "1s", "--stage", "5s:2/s"], "--stage", "a number of users"],
    [["--rate", "0"], "--rate", "above zero"],
    [["-d", "0"], "-d", "above zero"],
    [["--seed", "4294967296"], "--seed", "a whole number from 0 to 4294967295"],
    [["-H", "no colon"], "-H", "a header as 'name: value'"],
    [["-H", "x: a\nb: c"], "-H", "without line breaks"],
    [["-H", "x: 5 €"], "-H", "Latin-1"],
    [["-H", "a b: c"], "-H", "a header name"],
    [["-H", "content-length: 4"], "-H", "a header that kneepoint does not set itself"],
    [["-F", "a=@f", "--protocol", "raw"], "-F", "--protocol multipart"],
    [["-F", "a=@f", "-F", "b=@g"], "-F", "one file in a form"],
    [["--template", "missing.json"], "--template", "a template, or a file that holds one"],
    [["--input", "bad"], "--input", "an input that exists"],
    [["--input", "badkey"], "--input, key size", "a size"],
    [["--protocol", "nope"], "--protocol", "a protocol"],
    [["--expect", "bad"], "--expect", "a predicate"],
    [["-F", "bad=@f"], "-F", "a field"],
    [["--out", "x.json"], "", ""],
  ])("%j", (argv, where, expected) => {
    const found = mistakes(...argv);
    // outputs are read by readInvocation
    if (where === "") return expect(found).toEqual([]);
    expect(found).toHaveLength(1);
    expect(found[0]!.where).toBe(where);
    expect(found[0]!.expected).toContain(expected);
  });

  test.each([
    [["-d", "30"], "write 30s for seconds"],
    [["-d", '{"x": 1}'], "Here use --body"],
    [["-d", "@cat.jpg"], "--body-file cat.jpg"],
    [["--arrivals", "gamma:2"], "gamma arrivals do not exist yet"],
    [["--arrivals", "poison"], "Did you mean poisson?"],
    [["--stage", "20:30s"], "The time comes first: 30s:20."],
    [["-H", "a=b"], "Write a: b."],
  ])("%j gets a hint", (argv, hint) => expect(mistakes(...argv)[0]?.hint).toContain(hint));
});

describe("target", () => {
  test("user-info becomes a header, unless there is one", () => {
    const url = "http://me:pw@127.0.0.1/p?q=1#x";
    expect(plan({ argv: [url] }).target).toMatchObject({
      url: "http://127.0.0.1/p?q=1",
      headers: [["Authorization", "Basic bWU6cHc="]],
    });
    expect(plan({ argv: [url, "-H", "authorization: Bearer t"] }).target.headers).toEqual([
      ["authorization", "Bearer t"],
    ]);
  });

  test.each([
    ["localhost:8000/predict", "Write http://localhost:8000/predict"],
    ["127.0.0.1", "Write http://127.0.0.1"],
    ["grpc://h:1/", "not grpc://"],
  ])("%s", (text, hint) => {
    expect(problemsOf({ argv: [text] })).toMatchObject([{ code: "target-url", received: text }]);
    expect(problemsOf({ argv: [text] })[0]!.hint).toContain(hint);
  });

  test("none at all is one mistake", () => {
    expect(problemsOf({})).toMatchObject([{ code: "option-missing", where: "target" }]);
  });
});

describe("inputs and protocols", () => {
  test("fixed bodies are inputs too", () => {
    expect(run("--body", "hi").input.spec).toEqual({ kind: "text", text: "hi" });
    expect(run("--body-file", "cat.jpg").input.spec).toEqual({ kind: "file", path: "cat.jpg" });
  });

  test("an input may be described in a file of its own", () => {
    expect(run("--input", "photo.yaml").input.spec).toEqual({ kind: "image" });
    expect(mistakes("--input", "none.yml")).toMatchObject([
      { where: "--input", hint: "no such file." },
    ]);
    expect(run("--input", "file:data.json").input.spec).toBe("file:data.json");
  });

  test("-F sends a form: the file is the input, the rest is fixed", () => {
    const { input, protocol } = run("-F", "image=@cat.jpg", "-F", "top=5", "-F", "lang=en");
    expect(input.spec).toEqual({ kind: "file", path: "cat.jpg" });
    expect(protocol).toEqual({
      name: "multipart",
      options: { field: "image", "form:top": "5", "form:lang": "en" },
    });
  });

  test("a generated input goes into the field named by --field", () => {
    expect(
      run("--input", "image:jpeg", "--protocol", "multipart", "--field", "image"),
    ).toMatchObject({
      input: { spec: "image:jpeg" },
      protocol: { name: "multipart", options: { field: "image" } },
    });
  });

  test("a template is text, or the name of a file", () => {
    const template = '{"image": "{{base64}}"}';
    expect(run("--template", template).protocol).toEqual({
      name: "json-template",
      options: { template },
    });
    expect(run("--template", "t.json").protocol.options["template"]).toBe(
      '{"from": "working-directory:t.json"}',
    );
  });
});

describe("layers", () => {
  const file = {
    name: "baseline",
    target: { url: URL_TEXT, headers: { "x-a": "file", "x-b": ["1", "2"] } },
    load: { rate: 10, duration: "20s" },
    input: { kind: "files", path: "samples" },
    slo: ["p99<1s"],
    connections: { keepAlive: false, count: "1k" },
    monitor: { discover: false },
  };

  test("a file is a plan", () => {
    expect(plan({ file })).toMatchObject({
      target: {
        url: URL_TEXT,
        headers: [
          ["x-a", "file"],
          ["x-b", "1"],
          ["x-b", "2"],
        ],
      },
      load: { model: "open", startRate: 10, stages: [{ seconds: 20, target: 10 }] },
      input: { spec: { kind: "files", path: "/plans/samples" } },
      slo: [{ expression: "p99<1s" }],
      connections: { keepAlive: false, count: 1000 },
      monitor: { discover: false },
    });
  });

  test("file < environment < flag", () => {
    const environment = {
      KNEEPOINT_RATE: "20",
      KNEEPOINT_DURATION: "5s",
      KNEEPOINT_SLO: "p99<2s\nerrors<1%",
    };
    expect(plan({ file, environment }).load).toMatchObject({
      startRate: 20,
      stages: [{ seconds: 5 }],
    });
    expect(plan({ file, environment }).slo).toHaveLength(2);
    expect(plan({ file, environment, argv: ["-R", "30", "--keepalive"] })).toMatchObject({
      load: { startRate: 30, stages: [{ seconds: 5 }] },
      connections: { keepAlive: true },
    });
  });

  test("a higher layer's load model replaces the lower one's", () => {
    expect(plan({ file, argv: ["--concurrency", "3"] }).load).toMatchObject({
      model: "closed",
      startUsers: 3,
      stages: [{ seconds: 20 }],
    });
    expect(plan({ file, argv: ["--stage", "5s:9"] }).load).toMatchObject({
      startRate: 10,
      stages: [{ seconds: 5, target: 9 }],
    });
    expect(plan({ file, argv: ["--body", "x"] }).input.spec).toEqual({ kind: "text", text: "x" });
  });

  test("headers are joined by name, other lists replaced", () => {
    const merged = plan({ file, argv: ["-H", "X-A: flag", "-H", "x-c: 3", "--slo", "max<9s"] });
    expect(merged.target.headers).toEqual([
      ["x-b", "1"],
      ["x-b", "2"],
      ["X-A", "flag"],
      ["x-c", "3"],
    ]);
    expect(merged.slo.map((slo) => slo.expression)).toEqual(["max<9s"]);
  });

  test("short forms", () => {
    const short = {
      target: URL_TEXT,
      protocol: "multipart",
      load: { stages: ["5s:1", { duration: "1s", target: 2 }] },
    };
    expect(plan({ file: short })).toMatchObject({
      target: { url: URL_TEXT },
      protocol: { name: "multipart" },
      load: {
        stages: [
          { seconds: 5, target: 1 },
          { seconds: 1, target: 2 },
        ],
      },
    });
  });

  test("a slip in a variable's name is a mistake, a stranger's variable is not", () => {
    const strangers = {
      KNEEPOINT_PORT: "tcp://10.0.0.1:80",
      KNEEPOINT_SERVICE_HOST: "h",
      KNEEPOINT_HOME: "/",
    };
    expect(problemsOf({ argv: [URL_TEXT], environment: strangers })).toEqual([]);
    expect(
      problemsOf({ argv: [URL_TEXT], environment: { KNEEPOINT_DURATON: "5s" } }),
    ).toMatchObject([
      {
        code: "option-unknown",
        where: "KNEEPOINT_DURATON",
        hint: "Did you mean KNEEPOINT_DURATION?",
      },
    ]);
  });
});

describe("mistakes in a plan file", () => {
  test("are all found, each with its line and place", () => {
    const file = {
      target: URL_TEXT,
      rate: 50,
      load: { duration: 30, concurency: 4, rate: [1] },
      connections: "many",
      slo: ["p99<1s", "p(100)<1s"],
      pool: { unique: "no" },
    };
    const found = problemsOf({ file });
    expect(found.map(({ where, hint }) => [where, hint])).toEqual([
      ["plan.yaml:1 rate", "Write it as load.rate."],
      ["plan.yaml:2 load.concurency", "Did you mean concurrency?"],
      ["plan.yaml:1 connections", undefined],
      ["plan.yaml:2 pool.unique", undefined],
      ["plan.yaml:2 load.duration", expect.stringContaining("write 30s")],
      ["plan.yaml:2 load.rate", undefined],
      ["plan.yaml:2 slo[1]", "The highest value is max."],
    ]);
  });

  test.each([[null], [[]], ["text"], [3]])("%j is no plan", (data) => {
    expect(problemsOf({ file: data })[0]).toMatchObject({
      code: "plan-syntax",
      where: "plan.yaml",
    });
  });

  test("a plan cannot say where files are written, nor run anything", () => {
    for (const key of ["out", "runDir", "json", "command", "exec"]) {
      const found = problemsOf({ file: { target: URL_TEXT, [key]: "x" } });
      expect(found).toMatchObject([{ code: "plan-key", received: key }]);
    }
  });
});
