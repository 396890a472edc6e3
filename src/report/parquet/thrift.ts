const encoder = new TextEncoder();

/** Wire types of the compact protocol (Apache Thrift, thrift-compact-protocol.md). */
const TYPE = { i32: 5, i64: 6, binary: 8, list: 9, struct: 12 } as const;
type ElementType = keyof typeof TYPE;

/**
 * Writes Thrift structures in the compact protocol, as far as Parquet's headers and footer need it. Field numbers
 * ascend within a structure. Integers are exact up to 2^53.
 */
export class ThriftWriter {
  private bytes: Uint8Array = new Uint8Array(1024);
  private length = 0;
  private lastField = 0;
  private readonly outer: number[] = [];

  /** What was written so far, as a copy. */
  finish(): Uint8Array {
    return this.bytes.slice(0, this.length);
  }

  i32(field: number, value: number): void {
    this.fieldHeader(field, "i32");
    this.zigzag(value);
  }

  i64(field: number, value: number): void {
    this.fieldHeader(field, "i64");
    this.zigzag(value);
  }

  string(field: number, text: string): void {
    this.fieldHeader(field, "binary");
    this.stringElement(text);
  }

  /** A structure as a field: `write` fills it. */
  struct(field: number, write: () => void): void {
    this.fieldHeader(field, "struct");
    this.structElement(write);
  }

  /** Announces a list; its elements follow through the `…Element` methods. */
  list(field: number, element: ElementType, size: number): void {
    this.fieldHeader(field, "list");
    if (size < 15) {
      this.byte((size << 4) | TYPE[element]);
    } else {
      this.byte(0xf0 | TYPE[element]);
      this.varint(size);
    }
  }

  i32Element(value: number): void {
    this.zigzag(value);
  }

  stringElement(text: string): void {
    const utf8 = encoder.encode(text);
    this.varint(utf8.length);
    this.raw(utf8);
  }

  structElement(write: () => void): void {
    this.outer.push(this.lastField);
    this.lastField = 0;
    write();
    this.endStruct();
    this.lastField = this.outer.pop()!;
  }

  /** The stop byte; for the outermost structure it is called by hand. */
  endStruct(): void {
    this.byte(0);
  }

  /** Bytes that are Thrift already, such as structures encoded earlier. */
  raw(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.bytes.set(bytes, this.length);
    this.length += bytes.length;
  }

  private fieldHeader(field: number, type: ElementType | "list"): void {
    const delta = field - this.lastField;
    this.byte((delta << 4) | TYPE[type]);
    this.lastField = field;
  }

  private zigzag(value: number): void {
    this.varint(value >= 0 ? value * 2 : -value * 2 - 1);
  }

  private varint(value: number): void {
    let rest = value;
    while (rest >= 0x80) {
      this.byte((rest % 0x80) | 0x80);
      rest = Math.floor(rest / 0x80);
    }
    this.byte(rest);
  }

  private byte(value: number): void {
    this.reserve(1);
    this.bytes[this.length++] = value;
  }

  private reserve(more: number): void {
    if (this.length + more <= this.bytes.length) return;
    const larger = new Uint8Array(Math.max(this.bytes.length * 2, this.length + more));
    larger.set(this.bytes.subarray(0, this.length));
    this.bytes = larger;
  }
}
