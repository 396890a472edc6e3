import { describe, expect, test } from "vitest";
import { planReader, TARGET } from "../../test/fixtures/plan-reader.ts";

const TEMPLATE = '{"image": "{{base64}}"}';
const { plan, problemsOf, run, mistakes } = planReader({
  "t.json": TEMPLATE,
  "photo.yaml": "kind: image\n",
});

describe("a URL alone", () => {
  test("is a closed load of ten users for 30 seconds", () => {
    expect(run()).toEqual({
      target: { url: TARGET, method: undefined, headers: [], insecure: false },
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
      seed: expect.any(Number) as number,
      workers: undefined,
    });
  });
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
      { where: "--input", hint: "There is no such file." },
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
    const protocol = { name: "json-template", options: { template: TEMPLATE } };
    expect(run("--body", "x", "--template", TEMPLATE).protocol).toEqual(protocol);
    expect(run("--body", "x", "--template", "t.json").protocol).toEqual(protocol);
    expect(run("--body", "x", "--template", "@t.json").protocol).toEqual(protocol);
  });

  test("a template that needs an input says so", () => {
    expect(mistakes("--template", TEMPLATE)).toMatchObject([
      { code: "option-missing", where: "--template" },
    ]);
    expect(run("--template", '{"id": "{{uuid}}"}').input.spec).toBeUndefined();
  });
});
