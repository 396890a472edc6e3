import type { Chunk } from "./pages.ts";
import { COLUMNS, ENCODING, PHYSICAL, type ColumnSpec } from "./schema.ts";
import { ThriftWriter } from "./thrift.ts";

/** First and last bytes of a Parquet file. */
export const MAGIC: Uint8Array = new TextEncoder().encode("PAR1");

const CREATED_BY = "kneepoint-samples version 1.0.0";
const UTF8 = 0;

/** What the footer keeps of a row group: its rows, and its metadata encoded already. */
export interface GroupRecord {
  readonly rows: number;
  /** Position in the file just after the row group. */
  readonly end: number;
  readonly metadata: Uint8Array;
}

/** The metadata of a row group that begins at `start` (parquet.thrift, `RowGroup`). */
export function recordGroup(chunks: readonly Chunk[], rows: number, start: number): GroupRecord {
  const thrift = new ThriftWriter();
  let position = start;
  thrift.list(1, "struct", COLUMNS.length);
  for (const [i, column] of COLUMNS.entries()) {
    const chunk = chunks[i]!;
    const at = position;
    thrift.structElement(() => writeColumnChunk(thrift, column, chunk, at));
    position += chunk.bytes;
  }
  thrift.i64(2, position - start);
  thrift.i64(3, rows);
  thrift.endStruct();
  return { rows, end: position, metadata: thrift.finish() };
}

function writeColumnChunk(
  thrift: ThriftWriter,
  column: ColumnSpec,
  chunk: Chunk,
  at: number,
): void {
  thrift.i64(2, at);
  thrift.struct(3, () => {
    const encodings: number[] = [chunk.dictionaryBytes > 0 ? ENCODING.dictionary : ENCODING.plain];
    if (chunk.dictionaryBytes > 0) encodings.push(ENCODING.plain);
    encodings.push(ENCODING.rle);
    thrift.i32(1, PHYSICAL[column.type]);
    thrift.list(2, "i32", encodings.length);
    for (const encoding of encodings) thrift.i32Element(encoding);
    thrift.list(3, "binary", 1);
    thrift.stringElement(column.name);
    thrift.i32(4, 0);
    thrift.i64(5, chunk.values);
    thrift.i64(6, chunk.bytes);
    thrift.i64(7, chunk.bytes);
    thrift.i64(9, at + chunk.dictionaryBytes);
    if (chunk.dictionaryBytes > 0) thrift.i64(11, at);
    thrift.struct(12, () => thrift.i64(3, chunk.nulls));
  });
}

/** The end of the file: metadata, its length, and the magic (parquet.thrift, `FileMetaData`). */
export function footer(
  groups: readonly GroupRecord[],
  keyValues: Readonly<Record<string, string>>,
): Uint8Array {
  const thrift = new ThriftWriter();
  thrift.i32(1, 1);
  writeSchema(thrift);
  thrift.i64(
    3,
    groups.reduce((sum, group) => sum + group.rows, 0),
  );
  thrift.list(4, "struct", groups.length);
  for (const group of groups) thrift.raw(group.metadata);
  const entries = Object.entries(keyValues);
  thrift.list(5, "struct", entries.length);
  for (const [key, value] of entries) {
    thrift.structElement(() => {
      thrift.string(1, key);
      thrift.string(2, value);
    });
  }
  thrift.string(6, CREATED_BY);
  thrift.endStruct();
  return closed(thrift.finish());
}

function writeSchema(thrift: ThriftWriter): void {
  thrift.list(2, "struct", COLUMNS.length + 1);
  thrift.structElement(() => {
    thrift.string(4, "samples");
    thrift.i32(5, COLUMNS.length);
  });
  for (const column of COLUMNS) {
    thrift.structElement(() => {
      thrift.i32(1, PHYSICAL[column.type]);
      thrift.i32(3, column.optional ? 1 : 0);
      thrift.string(4, column.name);
      if (column.type === "string") {
        thrift.i32(6, UTF8);
        thrift.struct(10, () => thrift.struct(1, () => undefined));
      }
    });
  }
}

function closed(metadata: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(metadata.length + 8);
  bytes.set(metadata);
  new DataView(bytes.buffer).setUint32(metadata.length, metadata.length, true);
  bytes.set(MAGIC, metadata.length + 4);
  return bytes;
}
