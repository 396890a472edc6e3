import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { asyncBufferFromFile, parquetMetadataAsync } from "hyparquet";
import { afterAll, describe, expect, test } from "vitest";
import { numbered, readSamples } from "../../../test/fixtures/sample-rows.ts";
import { OUTCOMES, outcomeOf } from "../../contracts/outcome.ts";
import type { PayloadInfo } from "../../contracts/payload.ts";
import { createBatch, SAMPLE_FLAGS, type SampleBatch } from "../../contracts/sample.ts";
import { GROUP_ROWS } from "./group.ts";
import { SampleFile } from "./sample-file.ts";
import { COLUMNS } from "./schema.ts";

type Row = Record<string, unknown>;

const folder = mkdtempSync(join(tmpdir(), "kneepoint-samples-"));
afterAll(() => rmSync(folder, { recursive: true }));
const file = join(folder, "samples.parquet");

const POOL: PayloadInfo[] = [
  payload(0, { unit: "pixels", value: 307_200 }),
  payload(1, undefined),
  payload(2, { unit: "pixels", value: 0.5 }),
];
const INFO = { id: "run-1", seed: 42, payloads: POOL };

describe("SampleFile", () => {
  test("what hyparquet reads is what went in, for any batches", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(batches(), { maxLength: 5 }), async (given) => {
        const rows = given.flatMap(rowsOf);
        await write(given);
        expect(await readRows()).toEqual(rows);
      }),
      { numRuns: 60 },
    );
  });

  test("an empty run is a readable file with every column", async () => {
    await write([]);
    const metadata = await parquetMetadataAsync(await asyncBufferFromFile(file));
    expect(metadata.num_rows).toBe(0n);
    expect(metadata.schema.slice(1).map(({ name }) => name)).toEqual(COLUMNS.map((c) => c.name));
  });

  test.each([GROUP_ROWS - 1, GROUP_ROWS, GROUP_ROWS + 1, 2 * GROUP_ROWS])(
    "%d rows keep their order over the row group's boundary",
    async (rows) => {
      const sink = new SampleFile(file, INFO);
      for (let from = 0; from < rows; from += 1000) {
        sink.write(numbered(from, Math.min(1000, rows - from)));
      }
      await sink.close();
      const metadata = await parquetMetadataAsync(await asyncBufferFromFile(file));
      expect(metadata.row_groups).toHaveLength(Math.ceil(rows / GROUP_ROWS));
      const read = await readRows(["sequence", "response_ms"]);
      expect(read).toHaveLength(rows);
      expect(read.every((row, i) => row["sequence"] === BigInt(i))).toBe(true);
      expect(read.every((row, i) => row["response_ms"] === (i % 7 === 0 ? null : 3))).toBe(true);
      expect(sink.lost).toBe(0);
      expect(sink.error).toBeUndefined();
    },
  );

  test("row groups used again hold nothing of the rows before", async () => {
    const payloadOf = (row: number): number => 3 + ((Math.floor(row / GROUP_ROWS) * 2) % 5);
    const sink = new SampleFile(file, INFO);
    const rows = 6 * GROUP_ROWS;
    for (let from = 0; from < rows; from += 2048) {
      const batch = numbered(from, 2048);
      batch.payload.fill(payloadOf(from));
      sink.write(batch);
      if (from % GROUP_ROWS === 0) await new Promise((resolve) => setTimeout(resolve, 30));
    }
    await sink.close();
    expect(sink.lost).toBe(0);
    const read = await readRows(["worker", "response_ms", "payload"]);
    expect(read.every((row, i) => row["response_ms"] === (i % 7 === 0 ? null : 3))).toBe(true);
    expect(read.every((row, i) => row["payload"] === payloadOf(i))).toBe(true);
    expect(read.every((row) => row["worker"] === 0)).toBe(true);
  });

  test("every outcome has its name", async () => {
    const batch = numbered(0, OUTCOMES.length);
    for (const code of OUTCOMES.keys()) batch.outcome[code] = code;
    await write([batch]);
    expect((await readRows(["outcome"])).map((row) => row["outcome"])).toEqual([...OUTCOMES]);
  });

  test("payload and connection numbers may be of any size", async () => {
    const batch = numbered(0, 3);
    batch.payload.set([2 ** 31 - 1, 0, 2 ** 21]);
    batch.connection.set([2 ** 31 - 1, 0, 2 ** 21]);
    await write([batch, batch]);
    const read = await readRows(["payload", "connection", "payload_bytes"]);
    expect(read.map((row) => row["payload"])).toEqual([
      2 ** 31 - 1,
      0,
      2 ** 21,
      2 ** 31 - 1,
      0,
      2 ** 21,
    ]);
    expect(read.map((row) => row["connection"])).toEqual(read.map((row) => row["payload"]));
    expect(read[0]!["payload_bytes"]).toBeNull();
  });

  test("the file says which run it holds and in what units", async () => {
    await write([numbered(0, 1)]);
    const metadata = await parquetMetadataAsync(await asyncBufferFromFile(file));
    const pairs = metadata.key_value_metadata!.map(({ key, value }) => [key, value] as const);
    const values = new Map(pairs);
    expect(values.get("kneepoint.run")).toBe("run-1");
    expect(values.get("kneepoint.seed")).toBe("42");
    expect(values.get("kneepoint.schema")).toBe("kneepoint.samples/1");
    const units = JSON.parse(values.get("kneepoint.units")!) as Record<string, string>;
    expect(units).toMatchObject({ response_ms: "milliseconds", dimension: "pixels" });
  });

  test("a batch may be used again as soon as write returns", async () => {
    const sink = new SampleFile(file, INFO);
    const batch = numbered(0, 10);
    sink.write(batch);
    batch.sequence.fill(99);
    batch.status.fill(500);
    await sink.close();
    expect((await readRows(["sequence"])).map((row) => row["sequence"])).toEqual(
      Array.from({ length: 10 }, (_, i) => BigInt(i)),
    );
  });
});

async function write(given: readonly SampleBatch[]): Promise<void> {
  const sink = new SampleFile(file, INFO);
  for (const batch of given) sink.write(batch);
  await sink.close();
  expect(sink).toMatchObject({ lost: 0, error: undefined });
}

function readRows(columns?: string[]): Promise<Row[]> {
  return readSamples(file, columns);
}

const time = fc.oneof(
  fc.double({ min: -1e6, max: 1e9, noNaN: true, noDefaultInfinity: true }),
  fc.constant(NaN),
);
const duration = fc.oneof(fc.float({ min: 0, max: 1e6, noNaN: true }), fc.constant(NaN));
const bytes = fc.oneof(fc.nat(), fc.maxSafeInteger().map(Math.abs));

function batches(): fc.Arbitrary<SampleBatch> {
  const row = fc.record({
    sequence: bytes,
    times: fc.tuple(time, time, time, time),
    durations: fc.tuple(duration, duration, duration, duration, duration),
    outcome: fc.nat(OUTCOMES.length - 1),
    status: fc.constantFrom(0, 200, 200, 404, 65_535),
    flags: fc.nat(7),
    connection: fc.nat(),
    payload: fc.nat(4),
    bytesOut: bytes,
    bytesIn: bytes,
  });
  return fc
    .tuple(fc.nat(40), fc.array(row, { maxLength: 100 }), fc.integer({ min: 1, max: 3 }))
    .map(([worker, rows, repeat]) => {
      const all = Array.from({ length: repeat }, () => rows).flat();
      const batch = createBatch(worker);
      batch.length = all.length;
      for (const [i, r] of all.entries()) {
        const { times, durations } = r;
        batch.sequence[i] = r.sequence;
        [batch.intended, batch.sent, batch.firstByte, batch.done].forEach((column, k) => {
          column[i] = times[k]!;
        });
        [batch.queued, batch.dns, batch.connect, batch.tls, batch.upload].forEach((column, k) => {
          column[i] = durations[k]!;
        });
        for (const name of ["outcome", "status", "flags", "connection", "payload"] as const) {
          batch[name][i] = r[name];
        }
        batch.bytesOut[i] = r.bytesOut;
        batch.bytesIn[i] = r.bytesIn;
      }
      return batch;
    });
}

/** What a reader must see, said a second time and in plain objects. */
function rowsOf(batch: SampleBatch): Row[] {
  const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value);
  return Array.from({ length: batch.length }, (_, i) => {
    const intended = batch.intended[i]!;
    const sent = batch.sent[i]!;
    const done = batch.done[i]!;
    const flags = batch.flags[i]!;
    const known = POOL[batch.payload[i]!];
    return {
      sequence: BigInt(batch.sequence[i]!),
      worker: batch.worker,
      connection: batch.connection[i],
      intended_ms: orNull(intended),
      sent_ms: orNull(sent),
      first_byte_ms: orNull(batch.firstByte[i]!),
      done_ms: orNull(done),
      response_ms: orNull(Math.fround(done - intended)),
      service_ms: orNull(Math.fround(done - sent)),
      lateness_ms: orNull(Math.fround(sent - intended)),
      queued_ms: orNull(batch.queued[i]!),
      dns_ms: orNull(batch.dns[i]!),
      connect_ms: orNull(batch.connect[i]!),
      tls_ms: orNull(batch.tls[i]!),
      upload_ms: orNull(batch.upload[i]!),
      outcome: outcomeOf(batch.outcome[i]!),
      status: batch.status[i] === 0 ? null : batch.status[i],
      payload: batch.payload[i],
      bytes_out: BigInt(batch.bytesOut[i]!),
      bytes_in: BigInt(batch.bytesIn[i]!),
      warmup: (flags & SAMPLE_FLAGS.warmup) !== 0,
      reused: (flags & SAMPLE_FLAGS.reused) !== 0,
      reuse_race: (flags & SAMPLE_FLAGS.reuseRace) !== 0,
      payload_bytes: known === undefined ? null : BigInt(known.payloadBytes),
      dimension: known?.dimension?.value ?? null,
    };
  });
}

function payload(index: number, dimension: PayloadInfo["dimension"]): PayloadInfo {
  return { index, payloadBytes: 1000 + index, bodyBytes: 1200, dimension, traits: {} };
}
