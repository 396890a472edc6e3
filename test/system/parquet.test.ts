import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { OUTCOMES } from "../../src/contracts/outcome.ts";
import { createBatch, SAMPLE_FLAGS } from "../../src/contracts/sample.ts";
import { SampleFile } from "../../src/report/parquet/sample-file.ts";

/** Set `PYTHON` to an interpreter that has the modules when the system's own has not. */
const PYTHON = process.env["PYTHON"] ?? "python3";
const ROWS = 150_000;
const folder = mkdtempSync(join(tmpdir(), "kneepoint-parquet-"));
const samples = join(folder, "samples.parquet");
const empty = join(folder, "empty.parquet");

/** What both readers are asked, and what the rows below make of it. */
const EXPECTED = {
  rows: ROWS,
  ok: ROWS - ROWS / 100,
  timeouts: ROWS / 100,
  without_status: ROWS / 100,
  first_bytes: ROWS - ROWS / 100,
  sequence_sum: (ROWS * (ROWS - 1)) / 2,
  response_max: 25,
  warmup: 1000,
  dimensions: ROWS / 2,
  payload_bytes_sum: ROWS * 1500,
  tls: 0,
};

beforeAll(async () => {
  const payloads = [0, 1].map((index) => ({
    index,
    payloadBytes: 1000 + 1000 * index,
    bodyBytes: 2200,
    dimension: index === 0 ? { unit: "pixels" as const, value: 640 } : undefined,
    traits: {},
  }));
  const sink = new SampleFile(samples, { id: "run-1", seed: 42, payloads });
  for (let from = 0; from < ROWS; from += 2000) {
    sink.write(batchOf(from, 2000));
    await new Promise((resolve) => setImmediate(resolve));
  }
  await sink.close();
  await new SampleFile(empty, { id: "run-2", seed: 1 }).close();
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("samples.parquet", () => {
  test("DuckDB reads every column", (context) => {
    const missing = missingModule("duckdb");
    if (missing !== undefined) context.skip(missing);
    expect(python(DUCKDB, samples)).toEqual(EXPECTED);
    expect(python(DUCKDB, empty)).toMatchObject({ rows: 0 });
  });

  test("pandas reads every column", (context) => {
    const missing = missingModule("pandas") ?? missingModule("pyarrow");
    if (missing !== undefined) context.skip(missing);
    expect(python(PANDAS, samples)).toEqual(EXPECTED);
    expect(python(PANDAS, empty)).toMatchObject({ rows: 0 });
  });

  test("Arrow finds types, units and the run in the schema", (context) => {
    const missing = missingModule("pyarrow");
    if (missing !== undefined) context.skip(missing);
    expect(python(ARROW, samples)).toMatchObject({
      run: "run-1",
      sequence: "int64",
      intended_ms: "double",
      response_ms: "float",
      outcome: "string",
      status: "int32",
      warmup: "bool",
    });
  });
});

function batchOf(from: number, length: number): ReturnType<typeof createBatch> {
  const batch = createBatch(from % 4000 === 0 ? 0 : 1);
  batch.length = length;
  for (const column of [batch.dns, batch.connect, batch.tls]) column.fill(NaN);
  for (let i = 0; i < length; i++) {
    const row = from + i;
    const failed = row % 100 === 99;
    batch.sequence[i] = row;
    batch.intended[i] = row;
    batch.sent[i] = row + 1;
    batch.firstByte[i] = failed ? NaN : row + 20;
    batch.done[i] = row + 25;
    batch.outcome[i] = OUTCOMES.indexOf(failed ? "timeout" : "ok");
    batch.status[i] = failed ? 0 : 200;
    batch.flags[i] = row < 1000 ? SAMPLE_FLAGS.warmup : SAMPLE_FLAGS.reused;
    batch.payload[i] = row % 2;
  }
  return batch;
}

function missingModule(module: string): string | undefined {
  try {
    execFileSync(PYTHON, ["-c", `import ${module}`], { stdio: "pipe" });
    return undefined;
  } catch {
    return `${PYTHON} has no module ${module}; install it, or set PYTHON`;
  }
}

function python(program: string, path: string): unknown {
  return JSON.parse(execFileSync(PYTHON, ["-c", program, path], { encoding: "utf8" }));
}

const DUCKDB = `
import duckdb, json, sys
result = duckdb.sql(f"""
  select count(*) as rows, count(*) filter (outcome = 'ok') as ok,
    count(*) filter (outcome = 'timeout') as timeouts, count(*) - count(status) as without_status,
    count(first_byte_ms) as first_bytes, cast(sum(sequence) as bigint) as sequence_sum,
    max(response_ms) as response_max, count(*) filter (warmup) as warmup, count(dimension) as dimensions,
    cast(sum(payload_bytes) as bigint) as payload_bytes_sum, count(tls_ms) as tls
  from '{sys.argv[1]}'""")
print(json.dumps(dict(zip(result.columns, result.fetchall()[0]))))
`;

const PANDAS = `
import json, pandas, sys
d = pandas.read_parquet(sys.argv[1])
print(json.dumps({
  "rows": len(d), "ok": int((d.outcome == "ok").sum()), "timeouts": int((d.outcome == "timeout").sum()),
  "without_status": int(d.status.isna().sum()), "first_bytes": int(d.first_byte_ms.count()),
  "sequence_sum": int(d.sequence.sum()), "response_max": float(d.response_ms.max()) if len(d) else None,
  "warmup": int(d.warmup.sum()), "dimensions": int(d.dimension.count()),
  "payload_bytes_sum": int(d.payload_bytes.sum()), "tls": int(d.tls_ms.count()),
}))
`;

const ARROW = `
import json, pyarrow.parquet, sys
schema = pyarrow.parquet.read_schema(sys.argv[1])
print(json.dumps({"run": schema.metadata[b"kneepoint.run"].decode(), **{f.name: str(f.type) for f in schema}}))
`;
