import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { invalidRun, overloadedRun } from "../../../test/fixtures/run-file.ts";
import { UserError } from "../../contracts/errors.ts";
import type { RunFile } from "../../contracts/run-file.ts";
import { summaryOf } from "../summary.ts";
import { OUTPUTS } from "./registry.ts";

const folder = mkdtempSync(join(tmpdir(), "kneepoint-outputs-"));
afterAll(() => rmSync(folder, { recursive: true }));
beforeAll(() => writeFileSync(join(folder, "samples.parquet"), "PAR1 samples PAR1"));

const { run } = overloadedRun();
const HOSTILE = 'a<script>b</script>|`*_[x](y)_*`&amp;"\u001b[31m\u0000';

async function written(name: string, of: RunFile = run): Promise<string> {
  const file = join(folder, `out.${name}`);
  await OUTPUTS.find((output) => output.name === name)!.write(of, folder, file);
  return readFileSync(file, "utf8");
}

async function problemCode(name: string, directory: string, file: string): Promise<string> {
  const output = OUTPUTS.find((one) => one.name === name)!;
  const error: unknown = await output.write(run, directory, file).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof UserError)) throw new Error(`expected a UserError, got ${String(error)}`);
  return error.problems[0]!.code;
}

test("json is the summary and nothing else", async () => {
  expect(JSON.parse(await written("json"))).toEqual(JSON.parse(JSON.stringify(summaryOf(run))));
});

test("parquet is the samples file", async () => {
  expect(await written("parquet")).toBe("PAR1 samples PAR1");
});

describe("csv", () => {
  test("has a line a slice that adds up, and no percentile that the slice cannot carry", async () => {
    const [head, ...lines] = (await written("csv")).trimEnd().split("\n");
    const names = head!.split(",");
    const rows = lines.map((line) =>
      Object.fromEntries(line.split(",").map((value, i) => [names[i]!, value])),
    );
    expect(rows).toHaveLength(run.slices.length);
    expect(rows.reduce((sum, row) => sum + Number(row["ok"]), 0)).toBe(run.requests.ok);
    expect(rows.every((row) => row["response_p99_ms"] === "")).toBe(true);
    const answered = rows.filter((row) => Number(row["ok"]) >= 20);
    expect(answered.length).toBeGreaterThan(10);
    for (const row of answered) {
      const [p50, max] = [Number(row["response_p50_ms"]), Number(row["response_max_ms"])];
      expect(p50).toBeGreaterThan(0);
      expect(max).toBeGreaterThanOrEqual(p50);
    }
    expect(lines.join()).not.toMatch(/NaN|undefined|Infinity/);
  });
});

describe("markdown", () => {
  test("holds the verdict, and tables with as many cells as their heads", async () => {
    const lines = (await written("markdown")).split("\n");
    expect(lines[0]).toMatch(/^\*\*The service failed .*\*\*$/);
    const tables = lines.filter((line) => line.startsWith("|"));
    expect(tables.length).toBeGreaterThan(10);
    const cells = (line: string): number => line.replaceAll("\\|", "").split("|").length;
    const latency = lines.findIndex((line) => line.startsWith("| latency |"));
    const heights = lines.slice(latency, lines.indexOf("", latency)).map(cells);
    expect(new Set(heights).size).toBe(1);
  });

  test("lets no foreign text become markup", async () => {
    const hostile = { ...run, target: { url: HOSTILE, protocol: HOSTILE }, notes: [HOSTILE] };
    const text = await written("markdown", hostile);
    expect(text).not.toMatch(/(?<!\\)<script|(?<!\\)`|(?<!\\)\[x/);
    // oxlint-disable-next-line no-control-regex -- none but line breaks
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
  });
});

describe("junit", () => {
  test("a failed SLO is a failure, with value and limit", async () => {
    const slo = { unit: "ms", decisive: true, limit: 300 } as const;
    const xml = await written("junit", {
      ...run,
      slo: [
        { ...slo, expression: "p(99)<300ms", value: 412.3, pass: false, note: "why" },
        { ...slo, expression: "p(50)<300ms", value: 12, pass: true },
      ],
    });
    expect(xml).toContain('<testsuites tests="2" failures="1" errors="0"');
    expect(xml).toContain(
      '<testcase classname="slo" name="p(99)&lt;300ms"><failure message="412 ms, limit 300 ms; why"/></testcase>',
    );
    expect(xml).toContain('<testcase classname="slo" name="p(50)&lt;300ms"/>');
  });

  test("an invalid run decides nothing: its SLOs are errors", async () => {
    const invalid = invalidRun().run;
    const xml = await written("junit", invalid);
    expect(xml).toContain(`failures="0" errors="${invalid.slo.length}"`);
    expect(xml).toMatch(/<error message="INVALID: /);
  });

  test("foreign text stays inside its attribute", async () => {
    const xml = await written("junit", { ...run, target: { url: HOSTILE, protocol: "raw" } });
    expect(xml).toContain('name="kneepoint a&lt;script&gt;b&lt;/script&gt;|`');
    // oxlint-disable-next-line no-control-regex -- XML 1.0 forbids them
    expect(xml).not.toMatch(/[\u0000-\u0009\u000b-\u001f]/);
  });
});

describe("what cannot be written", () => {
  test.each(["json", "csv", "markdown", "junit", "parquet"])("%s says so", async (name) => {
    expect(await problemCode(name, folder, join(folder, "no", "such", "file"))).toBe(
      "option-value",
    );
    expect(await problemCode(name, folder, folder)).toBe("option-value");
    if (name !== "parquet") expect(await problemCode(name, folder, "/dev/full")).toBe("disk");
  });

  test("samples that are not there", async () => {
    expect(await problemCode("parquet", tmpdir(), join(folder, "x"))).toBe("run-file");
  });
});
