import { FIELD_VALUE, isBlank, TOKEN } from "./characters.ts";
import { Framing } from "./framing.ts";
import type { HeadMemo } from "./head-memo.ts";

/** What `FieldSection.read` returns when the section goes on in bytes yet to come, or is malformed. */
export const UNFINISHED = -1;

const MALFORMED = -2;
// The hot loops read these and the tables: V8 folds constants of this module, but loads an import at each use.
const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const COLON = 0x3a;
const NAME_BYTE: Uint8Array = TOKEN;
const VALUE_BYTE: Uint8Array = FIELD_VALUE;
const PREFIX = "HTTP/1.";
const EMPTY: Buffer = Buffer.alloc(0);

/**
 * Reads a status line with its header lines, or a trailer section: lines up to a blank one, from bytes that may
 * come in any pieces (RFC 9112 §4, §5 and §7.1.2). Lines end in CR LF and are never folded, as llhttp's default
 * has it. One that arrives whole is read in place; else what came so far is held until the rest is there.
 */
export class FieldSection {
  /** 0 or 1, of HTTP/1.x. */
  minor = 1;
  status = 0;
  readonly framing: Framing = new Framing();
  /** Why the section is malformed; empty while it is not. */
  failure = "";
  /**
   * After a complete read, in the caller's buffer or a copy: `bytes[startAt, end)` is the section with its blank
   * line, `bytes[fieldsAt, end)` the header lines.
   */
  bytes: Buffer = EMPTY;
  startAt = 0;
  fieldsAt = 0;
  end = 0;

  #limit: number;
  #memo: HeadMemo | undefined;
  /** False in a trailer section, whose lines are checked and ignored (RFC 9110 §6.5.1). */
  #isHead = true;
  #statusRead = false;
  #held: Buffer | undefined = undefined;
  #heldBytes = 0;
  /** Where the first line not yet read begins, counted from the section's first byte. */
  #lineAt = 0;
  #owned = false;

  constructor(limit: number, memo?: HeadMemo) {
    this.#limit = limit;
    this.#memo = memo;
  }

  begin(kind: "head" | "trailer"): void {
    this.#isHead = kind === "head";
    this.#statusRead = !this.#isHead;
    this.framing.reset();
    this.failure = "";
    this.startAt = this.fieldsAt = this.#lineAt = 0;
    if (this.#owned) this.release();
  }

  /** Whether some bytes of the section have come, but not its end. */
  get begun(): boolean {
    return this.#held !== undefined;
  }

  /**
   * Reads on in `chunk[from, to)`. Returns the place after the blank line, or `UNFINISHED` when there is none yet
   * (all bytes are taken) or when `failure` says what is wrong.
   */
  read(chunk: Buffer, from: number, to: number): number {
    if (this.#held !== undefined) return this.#readHeld(chunk, from, to);
    const memo = from === 0 ? this.#memo : undefined;
    if (memo?.matches(chunk, to) === true) return this.#recall(memo, chunk);
    const end = this.#lines(chunk, from, from, to);
    if (end >= 0) {
      this.bytes = chunk;
      this.startAt += from;
      this.fieldsAt += from;
      this.end = end;
      memo?.remember(chunk, this);
      return end;
    }
    if (end === UNFINISHED && to > from) this.#hold(chunk, from, to);
    return UNFINISHED;
  }

  /** Copies the header lines out of the caller's buffer, which is about to be used again. */
  keep(): void {
    if (this.#owned) return;
    this.bytes = Buffer.from(this.bytes.subarray(this.startAt, this.end));
    this.end -= this.startAt;
    this.fieldsAt -= this.startAt;
    this.startAt = 0;
    this.#owned = true;
  }

  /** Lets go of the caller's buffer and of any copy. */
  release(): void {
    this.bytes = EMPTY;
    this.startAt = this.fieldsAt = this.end = 0;
    this.#held = undefined;
    this.#heldBytes = 0;
    this.#owned = false;
  }

  #recall(memo: HeadMemo, chunk: Buffer): number {
    this.minor = memo.minor;
    this.status = memo.status;
    this.framing.copy(memo.framing);
    this.bytes = chunk;
    this.startAt = memo.startAt;
    this.fieldsAt = memo.fieldsAt;
    this.end = memo.length;
    return this.end;
  }

  #readHeld(chunk: Buffer, from: number, to: number): number {
    const before = this.#heldBytes;
    this.#hold(chunk, from, Math.min(to, from + this.#limit + 1 - before));
    const held = this.#held!;
    const end = this.#lines(held, 0, this.#lineAt, this.#heldBytes);
    if (end < 0) return UNFINISHED;
    this.bytes = held;
    this.end = end;
    return from + end - before;
  }

  #hold(chunk: Buffer, from: number, to: number): void {
    const needed = this.#heldBytes + to - from;
    if (this.#held === undefined || this.#held.length < needed) {
      const larger = Buffer.allocUnsafeSlow(Math.max(512, 2 * needed));
      this.#held?.copy(larger, 0, 0, this.#heldBytes);
      this.#held = larger;
    }
    this.#owned = true;
    chunk.copy(this.#held, this.#heldBytes, from, to);
    this.#heldBytes = needed;
  }

  /** Reads lines from `at`; the section began at `start`. Returns its end, `UNFINISHED` or `MALFORMED`. */
  #lines(b: Buffer, start: number, at: number, to: number): number {
    if (!this.#statusRead) {
      const next = this.#statusLine(b, start, at, to);
      if (next < 0) return this.#stop(next, start, at, to);
      this.#statusRead = true;
      this.fieldsAt = next - start;
      at = next;
    }
    for (;;) {
      const line = at;
      let c = at < to ? b[at]! : SPACE;
      while (NAME_BYTE[c] === 1 && ++at < to) c = b[at]!;
      if (at >= to) return this.#stop(UNFINISHED, start, line, to);
      if (c === CR && at === line) return this.#blankLine(b, start, at, to);
      if (c !== COLON || at === line) return this.#badLine(b, start, line, at);
      const nameEnd = at++;
      while (at < to && isBlank(b[at]!)) at++;
      const value = at;
      while (at < to && VALUE_BYTE[b[at]!] === 1) at++;
      if (at >= to) return this.#stop(UNFINISHED, start, line, to);
      if (b[at] !== CR) return this.#badValue(b, start, line, nameEnd, at);
      if (at + 1 >= to) return this.#stop(UNFINISHED, start, line, to);
      if (b[at + 1] !== LF) return this.#badValue(b, start, line, nameEnd, at + 1);
      if (at + 2 - start > this.#limit) return this.#tooLarge();
      if (this.#isHead && !this.framing.take(b, line, nameEnd, value, at)) {
        return this.#fail(this.framing.failure);
      }
      at += 2;
    }
  }

  #blankLine(b: Buffer, start: number, at: number, to: number): number {
    if (at + 1 >= to) return this.#stop(UNFINISHED, start, at, to);
    if (at + 2 - start > this.#limit) return this.#tooLarge();
    return b[at + 1] === LF ? at + 2 : this.#fail("a carriage return without a line feed");
  }

  /** `HTTP/1.x NNN reason`, after any empty lines. */
  #statusLine(b: Buffer, start: number, at: number, to: number): number {
    while (at < to && (b[at] === CR || b[at] === LF)) at++;
    const begin = at;
    for (let i = 0; i < 7; i++) {
      if (at + i >= to) return UNFINISHED;
      if (b[at + i] !== PREFIX.charCodeAt(i)) return this.#fail("it does not begin with HTTP/1");
    }
    if (at + 13 > to) return this.#shortStatusLine(b, at, to);
    const minor = b[at + 7]! - 0x30;
    if (minor !== 0 && minor !== 1) return this.#fail("its version is neither HTTP/1.0 nor 1.1");
    const hundreds = b[at + 9]! - 0x30;
    const tens = b[at + 10]! - 0x30;
    const ones = b[at + 11]! - 0x30;
    const after = b[at + 12]!;
    const digits = hundreds > 0 && isDigit(hundreds) && isDigit(tens) && isDigit(ones);
    if (b[at + 8] !== SPACE || !digits || (after !== SPACE && after !== CR)) {
      return this.#fail("its status is not a number from 100 to 999");
    }
    at += 12;
    while (at < to && b[at] !== CR && b[at] !== LF) at++;
    if (at < to && b[at] === LF)
      return this.#fail("its status line ends without a carriage return");
    if (at + 1 >= to) return UNFINISHED;
    if (b[at + 1] !== LF) return this.#fail("a carriage return inside the status line");
    this.startAt = begin - start;
    this.minor = minor;
    this.status = hundreds * 100 + tens * 10 + ones;
    return at + 2;
  }

  /** A status line of fewer than 13 bytes so far: judged by a copy filled up with what could follow. */
  #shortStatusLine(b: Buffer, at: number, to: number): number {
    const filled = Buffer.from("HTTP/1.1 200 \r\n", "latin1");
    b.copy(filled, 0, at, to);
    const next = this.#statusLine(filled, 0, 0, filled.length);
    return next === MALFORMED ? MALFORMED : UNFINISHED;
  }

  #stop(why: number, start: number, line: number, to: number): number {
    if (why === MALFORMED) return MALFORMED;
    if (to - start > this.#limit) return this.#tooLarge();
    this.#lineAt = line - start;
    return UNFINISHED;
  }

  #badLine(b: Buffer, start: number, line: number, at: number): number {
    if (at - start >= this.#limit) return this.#tooLarge();
    if (at === line && isBlank(b[at]!)) return this.#fail("a folded header line");
    return this.#fail("a header line without a valid name and colon");
  }

  #badValue(b: Buffer, start: number, line: number, nameEnd: number, at: number): number {
    if (at - start >= this.#limit) return this.#tooLarge();
    const name = b.toString("latin1", line, nameEnd);
    return this.#fail(`a control character or bare line break in the header ${name}`);
  }

  #tooLarge(): number {
    return this.#fail(`header lines of more than ${this.#limit} bytes`);
  }

  #fail(why: string): number {
    this.failure = why;
    return MALFORMED;
  }
}

function isDigit(value: number): boolean {
  return value >= 0 && value <= 9;
}
