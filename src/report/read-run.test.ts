import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { healthyRun } from "../../test/fixtures/run-file.ts";
import { UserError } from "../contracts/errors.ts";
import { stringifyRun } from "./run-json.ts";
import { readRun } from "./read-run.ts";

const folder = mkdtempSync(join(tmpdir(), "kneepoint-read-"));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, "run.json");
const { run } = healthyRun();
const stored = JSON.parse(stringifyRun(run)) as Record<string, unknown>;

async function refusal(content: string): Promise<{ code: string; message: string }> {
  writeFileSync(file, content);
  return refusalOf(file);
}

async function refusalOf(path: string): Promise<{ code: string; message: string }> {
  const error: unknown = await readRun(path).then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof UserError)) throw new Error(`expected a UserError, got ${String(error)}`);
  return { code: error.problems[0]!.code, message: error.message };
}

describe("readRun", () => {
  test("reads a file of its own version as it was written", async () => {
    writeFileSync(file, stringifyRun(run));
    expect(await readRun(file)).toEqual(stored);
    expect(await readRun(folder)).toEqual(stored);
  });

  test("fills what an older version did not know", async () => {
    const { notes, monitors, kept, overLimit, interrupted, ...older } = stored;
    expect([notes, monitors, kept, overLimit, interrupted]).not.toContain(undefined);
    const latency = older["latencyMs"] as Record<string, unknown>;
    delete latency["failed"];
    writeFileSync(file, JSON.stringify(older));
    expect(await readRun(file)).toMatchObject({
      id: run.id,
      notes: [],
      monitors: [],
      kept: [],
      overLimit: [],
      interrupted: false,
      latencyMs: { failed: { n: 0, ci: {}, notes: [] }, response: { n: run.latencyMs.response.n } },
    });
  });

  test("keeps fields of a newer minor version", async () => {
    const newer = { ...stored, schema: "kneepoint.run/1.7", weather: "fine" };
    writeFileSync(file, JSON.stringify(newer));
    expect(await readRun(file)).toMatchObject({ weather: "fine", id: run.id });
  });

  test("refuses a newer major version and names the version that wrote it", async () => {
    const newer = { schema: "kneepoint.run/2", environment: { kneepoint: "3.1.4" } };
    expect(await refusal(JSON.stringify(newer))).toEqual({
      code: "run-version",
      message: expect.stringMatching(
        /expected schema kneepoint\.run\/1 or older\n.*written by kneepoint 3\.1\.4 .*read it with that version/,
      ),
    });
    expect((await refusal('{"schema":"kneepoint.run/10"}')).message).toContain("unknown version");
  });

  test.each([
    ["", "The file is empty."],
    ["PAR1\u0000\u0001", "It is not JSON"],
    ["[1, 2]", "It holds JSON, but not a run."],
    ["null", "It holds JSON, but not a run."],
    ["{}", "It says no schema."],
    ['{"schema": 1}', "It says 1."],
    ['{"schema": "\\u001b[31mother/1"}', 'It says "\\\\u001b[31mother/1".'],
    ['{"schema": "kneepoint.run/1", "id": "x"}', "target, load, requests, latencyMs, plan missing"],
    [JSON.stringify({ ...stored, slices: 7 }), "slices is a number, not a list"],
    [JSON.stringify({ ...stored, target: null }), "target is null, not an object"],
    [JSON.stringify({ ...stored, load: { model: [] } }), "load.model is a list, not a string"],
  ])("refuses %.60j and says what it is", async (content, hint) => {
    const { code, message } = await refusal(content);
    expect(code).toBe("run-file");
    expect(message).toContain(hint.replaceAll("\\\\", "\\"));
  });

  test.each<[path: string, value: unknown, told: string]>([
    ["validity.reasons", [null], "validity.reasons.0 is null, not an object"],
    ["slo", [null], "slo.0 is null, not an object"],
    ["slo", [{}], "slo.0.expression is missing, not a string"],
    ["findings", [{}], "findings.0.rule is missing, not one of generator, "],
    ["inputs.pool", [null], "inputs.pool.0 is null, not an object"],
    ["monitors", [{}], "monitors.0.monitor is missing, not a string"],
    ["monitors.0.columns", 1, "monitors.0.columns is 1, not an object"],
    ["monitors.0.timesMs.0", "x", 'monitors.0.timesMs.0 is "x", not a number'],
    ["kept", [null], "kept.0 is null, not an object"],
    ["plan", null, "plan is null, not an object"],
    ["latencyMs.phases", { connect: null }, "latencyMs.phases.connect is null, not an object"],
    ["latencyMs.response.ci", { p99: [1] }, "latencyMs.response.ci.p99 is a list of 1, not a list"],
    ["requests.ok", -1, "requests.ok is -1, not a number from 0"],
    ["load.achievedRate", 1e308, "load.achievedRate is 1e+308, not a number from 0"],
    ["requests.outcomes", { ok: {} }, "requests.outcomes.ok is an object, not a number"],
    ["histograms.response.counts", [9, 1, 8, 1], "histograms.response is histogram bucket 8"],
    ["slices.0.response.precision", 3, "slices.0.response is histogram of precision 3"],
  ])("refuses %s = %j, naming the place", async (path, value, told) => {
    const { code, message } = await refusal(JSON.stringify(withValue(path, value)));
    expect(code).toBe("run-file");
    expect(message).toContain(told);
  });

  test("tells the first few damages, and how many more there are", async () => {
    const { message } = await refusal(JSON.stringify({ ...stored, slices: Array(9).fill(null) }));
    expect(message).toContain("slices.4 is null, not an object; and 4 more");
  });

  test("refuses a file cut off anywhere", async () => {
    const whole = stringifyRun(run);
    for (const share of [0.001, 0.2, 0.5, 0.9, 0.999]) {
      const cut = Math.floor(whole.length * share);
      const { code, message } = await refusal(whole.slice(0, cut));
      expect(code).toBe("run-file");
      expect(message).toMatch(/cut off after \d+ characters|not JSON/);
    }
  });

  test("tells a missing path from a directory without a run", async () => {
    expect((await refusalOf(join(folder, "nowhere"))).message).toContain("Nothing of that name");
    const empty = join(folder, "empty");
    mkdirSync(empty);
    expect((await refusalOf(empty)).message).toContain("written when a run ends");
  });
});

describe("stringifyRun", () => {
  test("keeps lists of numbers and elements of lists on one line each", () => {
    const lines = stringifyRun(run).split("\n");
    const slices = lines.findIndex((line) => line === '  "slices": [');
    expect(lines.slice(slices + 1, slices + 1 + run.slices.length).every(isSlice)).toBe(true);
    const counts = lines.filter((line) => line.trimStart().startsWith('"counts": ['));
    expect(counts.length).toBeGreaterThan(5);
    expect(counts.every((line) => /\],?$/.test(line))).toBe(true);
  });
});

/** The stored run with one value, named by its path, replaced. */
function withValue(path: string, value: unknown): unknown {
  const copy = structuredClone(stored);
  const keys = path.split(".");
  const parent = keys.slice(0, -1).reduce<Record<string, unknown>>((node, key) => {
    return node[key] as Record<string, unknown>;
  }, copy);
  parent[keys.at(-1)!] = value;
  return copy;
}

function isSlice(line: string): boolean {
  return line.startsWith('    {"startMs":') && /\},?$/.test(line);
}
