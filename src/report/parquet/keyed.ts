import { bytesOf, definitionLevels, dictionaryChunk, type Chunk } from "./pages.ts";

/** Keys below it are looked up in a table of 4 bytes a key, which bounds its memory at 4 MB. */
const TABLE_LIMIT = 2 ** 20;

/** Makes the array a dictionary's values lie in, in the column's physical type. */
export type PlainValues = (values: readonly number[]) => ArrayBufferView;

export const plainInt32: PlainValues = (values) => Uint32Array.from(values);
export const plainInt64: PlainValues = (values) => BigInt64Array.from(values, BigInt);
export const plainDouble: PlainValues = (values) => Float64Array.from(values);

/**
 * A column of small whole numbers with few distinct values a row group: worker, status, payload. Keeps the keys met in
 * order of appearance, and each row as an index into them. Further columns that are functions of the key share the
 * indices.
 */
export class KeyedColumn {
  private readonly indices: Uint16Array;
  private readonly keys: number[] = [];
  /** 1 + index by key; 0 for a key not met in this row group. */
  private slots: Uint32Array = new Uint32Array(1024);
  /** The same for keys too large for a table. */
  private readonly farSlots = new Map<number, number>();
  private rows = 0;

  constructor(rows: number) {
    this.indices = new Uint16Array(rows);
  }

  append(source: Uint32Array | Uint16Array, from: number, to: number): void {
    const { indices } = this;
    let row = this.rows;
    for (let i = from; i < to; i++) {
      const key = source[i]!;
      const slot = this.slots[key];
      indices[row++] = slot !== undefined && slot > 0 ? slot - 1 : this.indexOf(key);
    }
    this.rows = row;
  }

  /** Appends `rows` rows of the same key. */
  appendRun(key: number, rows: number): void {
    this.indices.fill(this.indexOf(key), this.rows, this.rows + rows);
    this.rows += rows;
  }

  /** The column of the keys themselves. */
  finish(plain: PlainValues): Chunk {
    const dictionary = { entries: this.keys.length, plain: bytesOf(plain(this.keys)) };
    return dictionaryChunk(this.rows, 0, [], dictionary, this.indices);
  }

  /** An optional column of what `valueOf` makes of the keys; undefined becomes null. */
  finishMapped(plain: PlainValues, valueOf: (key: number) => number | undefined): Chunk {
    const values = this.keys.map(valueOf);
    const dictionary = {
      entries: values.length,
      plain: bytesOf(plain(values.map((v) => v ?? 0))),
    };
    const { indices, present, nulls } = this.compact(values);
    const levels = definitionLevels(this.rows, nulls, present);
    return dictionaryChunk(this.rows, nulls, levels, dictionary, indices);
  }

  clear(): void {
    for (const key of this.keys) this.slots[key] = 0;
    this.farSlots.clear();
    this.keys.length = 0;
    this.rows = 0;
  }

  private compact(values: readonly (number | undefined)[]): {
    indices: Uint16Array;
    present: Uint8Array;
    nulls: number;
  } {
    const present = new Uint8Array(Math.ceil(this.rows / 8));
    if (!values.includes(undefined)) return { indices: this.indices, present, nulls: 0 };
    const indices = new Uint16Array(this.indices.length);
    let count = 0;
    for (let row = 0; row < this.rows; row++) {
      const index = this.indices[row]!;
      if (values[index] === undefined) continue;
      indices[count++] = index;
      present[row >> 3]! |= 1 << (row & 7);
    }
    return { indices, present, nulls: this.rows - count };
  }

  private indexOf(key: number): number {
    const slot = key < TABLE_LIMIT ? this.slots[key] : this.farSlots.get(key);
    return slot !== undefined && slot > 0 ? slot - 1 : this.add(key);
  }

  private add(key: number): number {
    const slot = this.keys.push(key);
    if (key >= TABLE_LIMIT) {
      this.farSlots.set(key, slot);
      return slot - 1;
    }
    if (key >= this.slots.length) {
      const larger = new Uint32Array(2 ** Math.ceil(Math.log2(key + 1)));
      larger.set(this.slots);
      this.slots = larger;
    }
    this.slots[key] = slot;
    return slot - 1;
  }
}
