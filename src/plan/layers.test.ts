import { describe, expect, test } from "vitest";
import { planReader, TARGET } from "../../test/fixtures/plan-reader.ts";

const { plan, problemsOf } = planReader();

describe("layers", () => {
  const file = {
    name: "baseline",
    target: { url: TARGET, headers: { "x-a": "file", "x-b": ["1", "2"] } },
    load: { rate: 10, duration: "20s" },
    input: { kind: "files", path: "samples" },
    slo: ["p99<1s"],
    connections: { keepAlive: false, count: "1k" },
    monitor: { discover: false },
  };

  test("a file is a plan", () => {
    expect(plan({ file })).toMatchObject({
      target: {
        url: TARGET,
        headers: [
          ["x-a", "file"],
          ["x-b", "1"],
          ["x-b", "2"],
        ],
      },
      load: { model: "open", startRate: 10, stages: [{ seconds: 20, target: 10 }] },
      input: { spec: { kind: "files", path: "plans/samples" } },
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
      target: TARGET,
      protocol: "multipart",
      body: "x",
      load: { stages: ["5s:1", { duration: "1s", target: 2 }] },
    };
    expect(plan({ file: short })).toMatchObject({
      target: { url: TARGET },
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
    expect(problemsOf({ argv: [TARGET], environment: strangers })).toEqual([]);
    expect(problemsOf({ argv: [TARGET], environment: { KNEEPOINT_DURATON: "5s" } })).toMatchObject([
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
      target: TARGET,
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
      const found = problemsOf({ file: { target: TARGET, [key]: "x" } });
      expect(found).toMatchObject([{ code: "plan-key", received: key }]);
    }
  });
});
