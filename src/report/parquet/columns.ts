import {
  bytesOf,
  definitionLevels,
  dictionaryChunk,
  plainChunk,
  type Chunk,
  type DictionaryPage,
} from "./pages.ts";

const NO_LEVELS: readonly Uint8Array[] = [];

/** An optional column of measured times: NaN becomes null. */
export class TimeColumn {
  private readonly values: Float64Array | Float32Array;
  private readonly present: Uint8Array;
  private rows = 0;
  private count = 0;

  constructor(values: Float64Array | Float32Array) {
    this.values = values;
    this.present = new Uint8Array(Math.ceil(values.length / 8));
  }

  append(source: Float64Array | Float32Array, from: number, to: number): void {
    const { values, present } = this;
    let row = this.rows;
    let count = this.count;
    for (let i = from; i < to; i++, row++) {
      const value = source[i]!;
      if (value !== value) continue;
      values[count++] = value;
      present[row >> 3]! |= 1 << (row & 7);
    }
    this.rows = row;
    this.count = count;
  }

  /** Appends `end - start`, null where either is NaN. */
  appendDifference(end: Float64Array, start: Float64Array, from: number, to: number): void {
    const { values, present } = this;
    let row = this.rows;
    let count = this.count;
    for (let i = from; i < to; i++, row++) {
      const value = end[i]! - start[i]!;
      if (value !== value) continue;
      values[count++] = value;
      present[row >> 3]! |= 1 << (row & 7);
    }
    this.rows = row;
    this.count = count;
  }

  finish(): Chunk {
    const nulls = this.rows - this.count;
    const levels = definitionLevels(this.rows, nulls, this.present);
    const plain = bytesOf(this.values, this.count * this.values.BYTES_PER_ELEMENT);
    return plainChunk(this.rows, nulls, levels, plain);
  }

  clear(): void {
    this.rows = this.count = 0;
    this.present.fill(0);
  }
}

/** A required column of whole numbers from 0 to 2^53, stored as 64-bit integers. */
export class LongColumn {
  /** Low and high words in turn. */
  private readonly words: Uint32Array;
  private rows = 0;

  constructor(rows: number) {
    this.words = new Uint32Array(rows * 2);
  }

  append(source: Float64Array, from: number, to: number): void {
    const { words } = this;
    let at = this.rows * 2;
    for (let i = from; i < to; i++) {
      const value = source[i]!;
      const high = value >= 2 ** 32 ? Math.floor(value / 2 ** 32) : 0;
      words[at++] = value - high * 2 ** 32;
      words[at++] = high;
    }
    this.rows += to - from;
  }

  finish(): Chunk {
    return plainChunk(this.rows, 0, NO_LEVELS, bytesOf(this.words, this.rows * 8));
  }

  clear(): void {
    this.rows = 0;
  }
}

/** A required column of 32-bit integers. */
export class IntegerColumn {
  private readonly values: Uint32Array;
  private rows = 0;

  constructor(rows: number) {
    this.values = new Uint32Array(rows);
  }

  append(source: Uint32Array, from: number, to: number): void {
    this.values.set(source.subarray(from, to), this.rows);
    this.rows += to - from;
  }

  finish(): Chunk {
    return plainChunk(this.rows, 0, NO_LEVELS, bytesOf(this.values, this.rows * 4));
  }

  clear(): void {
    this.rows = 0;
  }
}

/** A required column of one bit of a flags byte. */
export class FlagColumn {
  private readonly bits: Uint8Array;
  private readonly mask: number;
  private rows = 0;

  constructor(rows: number, mask: number) {
    this.bits = new Uint8Array(Math.ceil(rows / 8));
    this.mask = mask;
  }

  append(flags: Uint8Array, from: number, to: number): void {
    const { bits, mask } = this;
    let row = this.rows;
    for (let i = from; i < to; i++, row++) {
      if ((flags[i]! & mask) !== 0) bits[row >> 3]! |= 1 << (row & 7);
    }
    this.rows = row;
  }

  finish(): Chunk {
    const bytes = this.bits.subarray(0, Math.ceil(this.rows / 8));
    return plainChunk(this.rows, 0, NO_LEVELS, bytes);
  }

  clear(): void {
    this.rows = 0;
    this.bits.fill(0);
  }
}

/** A required column of codes that index one fixed list of names, which is its dictionary. */
export class NameColumn {
  private readonly dictionary: DictionaryPage;
  private readonly indices: Uint16Array;
  private rows = 0;

  constructor(rows: number, names: readonly string[]) {
    this.dictionary = { entries: names.length, plain: plainStrings(names) };
    this.indices = new Uint16Array(rows);
  }

  append(codes: Uint8Array, from: number, to: number): void {
    this.indices.set(codes.subarray(from, to), this.rows);
    this.rows += to - from;
  }

  finish(): Chunk {
    return dictionaryChunk(this.rows, 0, NO_LEVELS, this.dictionary, this.indices);
  }

  clear(): void {
    this.rows = 0;
  }
}

function plainStrings(names: readonly string[]): Uint8Array {
  const encoder = new TextEncoder();
  return Uint8Array.from(
    names.flatMap((name) => {
      const utf8 = encoder.encode(name);
      return [utf8.length, 0, 0, 0, ...utf8];
    }),
  );
}
