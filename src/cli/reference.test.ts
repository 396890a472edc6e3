import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { OPTIONS, planSchema } from "../plan/index.ts";
import { PROTOCOLS } from "../protocols/index.ts";
import { COMMANDS } from "./commands/index.ts";
import { inputSchema } from "./input-schema.ts";
import { readRunCommand } from "./read-run-command.ts";
import { PLAN_EXAMPLE, referenceMarkdown } from "./reference.ts";

const schema = planSchema({ protocols: PROTOCOLS.map(({ name }) => name), input: inputSchema() });
const check = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);

describe("the plan in the reference", () => {
  test("is valid by the schema that editors use", () => {
    expect(check(parse(PLAN_EXAMPLE)), JSON.stringify(check.errors)).toBe(true);
    expect(check({ target: "http://h/", input: { kind: "image", sise: "camera" } })).toBe(false);
  });

  test("is read as what it says", async () => {
    const directory = mkdtempSync(join(tmpdir(), "kneepoint-cli-"));
    try {
      writeFileSync(join(directory, "plan.yaml"), PLAN_EXAMPLE);
      const stream = { write: () => {}, isTTY: false, columns: 80 };
      const io = {
        stdout: stream,
        stderr: stream,
        env: {},
        cwd: directory,
        onInterrupt: () => () => {},
      };
      const { plan, invocation } = await readRunCommand(["plan.yaml"], io);
      expect(invocation.name).toBe("baseline");
      expect(plan).toMatchObject({
        target: { url: "http://127.0.0.1:8000/predict", headers: [["x-model", "detector"]] },
        load: {
          model: "open",
          startRate: 50,
          stages: [
            { seconds: 30, target: 50 },
            { seconds: 60, target: 80 },
          ],
        },
        input: { spec: { kind: "image", format: "jpeg", size: "camera" } },
        protocol: { name: "multipart", options: { field: "image", "form:threshold": "0.5" } },
        expect: ["status=200", "json:$.label"],
        seed: 42,
      });
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });
});

test("the reference tells of every command, option and serving API, in tables that hold together", () => {
  const text = referenceMarkdown(COMMANDS);
  for (const { name } of COMMANDS) expect(text).toContain(`## kneepoint ${name}\n`);
  for (const { name, positional } of OPTIONS) {
    if (positional !== true) expect(text).toContain(`--${name}`);
  }
  for (const { name } of PROTOCOLS) expect(text).toContain(`| \`${name}\` |`);
  const rows = text.split("\n").filter((line) => line.startsWith("|"));
  const columns = (row: string): number => row.replaceAll("\\|", "").split("|").length;
  for (const [i, row] of rows.entries()) {
    const next = rows[i + 1] ?? "";
    // a head stands above its rule, and the rule above its rows
    if (/^[| -]+$/.test(next)) expect(columns(row), row).toBe(columns(next));
    else if (/^[| -]+$/.test(row)) expect(columns(next), next).toBe(columns(row));
  }
});
