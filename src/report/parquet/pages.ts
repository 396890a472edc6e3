import { ENCODING } from "./schema.ts";
import { ThriftWriter } from "./thrift.ts";

/** Bits of a dictionary index: whole bytes, so that packing them is a copy. A row group has at most 2^16 rows. */
const INDEX_BITS = 16;

/** One column of one row group, encoded and ready to be written in order. */
export interface Chunk {
  readonly parts: readonly Uint8Array[];
  readonly bytes: number;
  /** Bytes of the dictionary page, which comes first; 0 when there is none. */
  readonly dictionaryBytes: number;
  readonly values: number;
  readonly nulls: number;
}

/** A dictionary page's content. */
export interface DictionaryPage {
  readonly entries: number;
  readonly plain: Uint8Array;
}

/** The bytes a typed array lies in, without a copy. */
export function bytesOf(values: ArrayBufferView, bytes: number = values.byteLength): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, bytes);
}

/** A data page of plain values, preceded by the definition levels of an optional column. */
export function plainChunk(rows: number, nulls: number, levels: Levels, plain: Uint8Array): Chunk {
  const parts = [...levels, plain];
  return chunk(rows, nulls, undefined, [dataHeader(rows, ENCODING.plain, parts), ...parts]);
}

/** A dictionary page and a data page of indices into it; `indices` must have room for up to seven more. */
export function dictionaryChunk(
  rows: number,
  nulls: number,
  levels: Levels,
  dictionary: DictionaryPage,
  indices: Uint16Array,
): Chunk {
  if (nulls === rows) return plainChunk(rows, nulls, levels, new Uint8Array(0));
  const parts = [...levels, ...indexRuns(indices, rows - nulls)];
  const data = [dataHeader(rows, ENCODING.dictionary, parts), ...parts];
  return chunk(rows, nulls, [dictionaryHeader(dictionary), dictionary.plain], data);
}

/** Definition levels of a page; empty for a required column. */
export type Levels = readonly Uint8Array[];

/** Levels of an optional column: one run when all rows agree, else the bitmap itself as one bit-packed run. */
export function definitionLevels(rows: number, nulls: number, present: Uint8Array): Levels {
  if (nulls === 0) return withLength([Uint8Array.of(...varint(rows * 2), 1)]);
  if (nulls === rows) return withLength([Uint8Array.of(...varint(rows * 2), 0)]);
  const groups = Math.ceil(rows / 8);
  return withLength([Uint8Array.from(varint(groups * 2 + 1)), present.subarray(0, groups)]);
}

function indexRuns(indices: Uint16Array, count: number): Uint8Array[] {
  const first = indices[0]!;
  let same = 1;
  while (same < count && indices[same] === first) same++;
  if (same === count) {
    return [Uint8Array.of(INDEX_BITS, ...varint(count * 2), first & 0xff, first >> 8)];
  }
  const groups = Math.ceil(count / 8);
  indices.fill(0, count, groups * 8);
  return [
    Uint8Array.of(INDEX_BITS, ...varint(groups * 2 + 1)),
    bytesOf(indices, (groups * 8 * INDEX_BITS) / 8),
  ];
}

function dataHeader(rows: number, encoding: number, parts: readonly Uint8Array[]): Uint8Array {
  const bytes = sizeOf(parts);
  const thrift = new ThriftWriter();
  thrift.i32(1, 0);
  thrift.i32(2, bytes);
  thrift.i32(3, bytes);
  thrift.struct(5, () => {
    thrift.i32(1, rows);
    thrift.i32(2, encoding);
    thrift.i32(3, ENCODING.rle);
    thrift.i32(4, ENCODING.rle);
  });
  thrift.endStruct();
  return thrift.finish();
}

function dictionaryHeader(dictionary: DictionaryPage): Uint8Array {
  const thrift = new ThriftWriter();
  thrift.i32(1, 2);
  thrift.i32(2, dictionary.plain.length);
  thrift.i32(3, dictionary.plain.length);
  thrift.struct(7, () => {
    thrift.i32(1, dictionary.entries);
    thrift.i32(2, ENCODING.plain);
  });
  thrift.endStruct();
  return thrift.finish();
}

function chunk(
  values: number,
  nulls: number,
  dictionary: readonly Uint8Array[] | undefined,
  data: readonly Uint8Array[],
): Chunk {
  const parts = [...(dictionary ?? []), ...data].filter((part) => part.length > 0);
  const dictionaryBytes = dictionary === undefined ? 0 : sizeOf(dictionary);
  return { parts, bytes: sizeOf(parts), dictionaryBytes, values, nulls };
}

function withLength(runs: readonly Uint8Array[]): Uint8Array[] {
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, sizeOf(runs), true);
  return [length, ...runs];
}

function sizeOf(parts: readonly Uint8Array[]): number {
  return parts.reduce((sum, part) => sum + part.length, 0);
}

/** LEB128, as the run headers of the RLE/bit-packing hybrid use it (parquet-format, Encodings.md). */
function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 0x80) {
    bytes.push((rest & 0x7f) | 0x80);
    rest >>>= 7;
  }
  bytes.push(rest);
  return bytes;
}
