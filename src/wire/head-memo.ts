import type { FieldSection } from "./field-section.ts";
import { Framing } from "./framing.ts";

/** Heads longer than this are read line by line every time. */
const LONGEST_BYTES = 1024;
const WORD_BYTES = 4;

/**
 * The last response head read, shared by the parsers of a client. Within a second a service repeats its head to the
 * byte, and comparing it in words takes a fraction of the time of reading its lines.
 */
export class HeadMemo {
  /** Of the remembered head with its blank line; 0 while there is none. */
  length = 0;
  minor = 1;
  status = 0;
  startAt = 0;
  fieldsAt = 0;
  readonly framing: Framing = new Framing();

  readonly #words = new Int32Array(LONGEST_BYTES / WORD_BYTES);
  readonly #bytes = Buffer.from(this.#words.buffer);
  /** The buffer last looked at, and its words. */
  #chunk: Buffer | undefined = undefined;
  #chunkWords: Int32Array = new Int32Array(0);

  /** Whether `chunk[0, to)` begins with the remembered head. */
  matches(chunk: Buffer, to: number): boolean {
    const { length } = this;
    if (length === 0 || to < length || !this.#view(chunk)) return false;
    const words = this.#words;
    const chunkWords = this.#chunkWords;
    const whole = length >> 2;
    for (let i = 0; i < whole; i++) if (words[i] !== chunkWords[i]) return false;
    for (let i = whole * WORD_BYTES; i < length; i++) if (this.#bytes[i] !== chunk[i]) return false;
    return true;
  }

  /** Remembers the head `chunk[0, head.end)` and what `head` read in it. */
  remember(chunk: Buffer, head: FieldSection): void {
    if (head.end > LONGEST_BYTES || !this.#view(chunk)) return;
    const whole = head.end >> 2;
    for (let i = 0; i < whole; i++) this.#words[i] = this.#chunkWords[i]!;
    for (let i = whole * WORD_BYTES; i < head.end; i++) this.#bytes[i] = chunk[i]!;
    this.length = head.end;
    this.minor = head.minor;
    this.status = head.status;
    this.startAt = head.startAt;
    this.fieldsAt = head.fieldsAt;
    this.framing.copy(head.framing);
  }

  /** Takes `chunk` as words; false when it is not aligned to them. */
  #view(chunk: Buffer): boolean {
    if (chunk === this.#chunk) return true;
    if (chunk.byteOffset % WORD_BYTES !== 0) return false;
    this.#chunk = chunk;
    this.#chunkWords = new Int32Array(chunk.buffer, chunk.byteOffset, chunk.length >> 2);
    return true;
  }
}
