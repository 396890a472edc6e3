import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { OPTIONS } from "./options.ts";
import { planSchema } from "./schema.ts";

const schema = planSchema({ protocols: ["raw", "multipart"] });
const validate = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true }).compile(
  schema,
);
const TARGET = "http://127.0.0.1:8000/predict";

function errorsOf(plan: unknown): string[] {
  validate(plan);
  return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
}

describe("the schema of a plan file", () => {
  test("accepts what the reader accepts", () => {
    const plan = {
      $schema: "node_modules/kneepoint/dist/plan.schema.json",
      name: "baseline",
      target: { url: TARGET, method: "POST", headers: { "x-a": "1", "x-b": ["2", 3] } },
      load: {
        rate: "50/s",
        duration: "1m30s",
        warmup: "0",
        requests: "10k",
        arrivals: "constant",
        stages: ["30s:20", { duration: "5s", target: 3 }],
      },
      connections: { count: 64, keepAlive: false, timeout: "10s", connectTimeout: "500ms" },
      input: { kind: "image", format: "jpeg" },
      pool: { count: 100, memory: "1GiB", unique: true },
      protocol: { name: "multipart", field: "image", form: { top: 5 } },
      expect: ["status=200", "json:$.label"],
      slo: ["p(99)<300ms"],
      monitor: { pid: 42, discover: false },
      seed: 1,
      workers: 2,
    };
    expect(errorsOf(plan)).toEqual([]);
    expect(
      errorsOf({ target: TARGET, protocol: "raw", input: "image:jpeg", slo: "p99<1s" }),
    ).toEqual([]);
  });

  test.each([
    [{}, "target"],
    [{ target: TARGET, rate: 5 }, "additional"],
    [{ target: TARGET, load: { duration: 30 } }, "/load/duration"],
    [{ target: TARGET, load: { duration: "30" } }, "/load/duration"],
    [{ target: TARGET, load: { rate: 0 } }, "/load/rate"],
    [{ target: TARGET, load: { arrivals: "gamma" } }, "/load/arrivals"],
    [{ target: TARGET, connections: { keepAlive: "no" } }, "/connections/keepAlive"],
    [{ target: TARGET, protocol: "nope" }, "/protocol"],
    [{ target: TARGET, seed: -1 }, "/seed"],
    [{ target: TARGET, load: { stages: [{ duration: "5s" }] } }, "/load/stages"],
  ])("refuses %j", (plan, where) => expect(errorsOf(plan).join("\n")).toContain(where));

  test("describes every option that has a place in a plan, with an example that is valid", () => {
    const nodeAt = (path: string): Record<string, unknown> => {
      return path.split(".").reduce<Record<string, unknown>>((node, key) => {
        const forms = [node, ...((node["anyOf"] ?? []) as Record<string, unknown>[])];
        const properties = forms
          .map((form) => form["properties"])
          .find((found) => found !== undefined);
        return (properties as Record<string, Record<string, unknown>>)[key]!;
      }, schema);
    };
    for (const option of OPTIONS) {
      if (option.path === undefined || option.path === option.shortPath) continue;
      const node = nodeAt(option.path);
      expect(node["description"], option.path).toContain(option.help.slice(1));
      for (const example of (node["examples"] ?? []) as unknown[]) {
        const check = new Ajv2020({ strict: false }).compile(node);
        expect(check(example), `${option.path} ${JSON.stringify(check.errors)}`).toBe(true);
      }
    }
  });
});
