import { BodyCapture } from "./body-capture.ts";
import { CR, FIELD_VALUE, isBlank, LF, SEMICOLON } from "./characters.ts";
import { FieldSection, UNFINISHED } from "./field-section.ts";
import type { HeadMemo } from "./head-memo.ts";

/** Bytes of header lines accepted in one response (and again of trailers and chunk extensions). */
export const HEAD_LIMIT = 65_536;

const HEAD = 0;
const FIXED = 1;
const UNTIL_CLOSE = 2;
const CHUNK_SIZE = 3;
const CHUNK_BLANK = 4;
const CHUNK_EXTENSION = 5;
const CHUNK_SIZE_LF = 6;
const CHUNK_DATA = 7;
const CHUNK_DATA_CR = 8;
const CHUNK_DATA_LF = 9;
const TRAILER = 10;
const DONE = 11;
const FAILED = 12;

/**
 * Reads one HTTP/1.x response after another (RFC 9112) from bytes that come in any pieces; the result does not
 * depend on where they are cut. Allocates nothing for a response that arrives in one piece.
 */
export class ResponseParser {
  /** Of the final response; 0 until its head is complete. */
  status = 0;
  /** Bytes of body so far, chunk framing left out. */
  bodyBytes = 0;
  /** Whether the connection may carry another request, as far as the response says. */
  keepAlive = false;
  /** Interim (1xx) responses met since the reader last set it to 0. */
  interims = 0;
  /** One of them was 100 Continue. */
  continued = false;
  /** What is malformed, in a few words; empty while nothing is. */
  failure = "";
  readonly head: FieldSection;
  readonly body: BodyCapture = new BodyCapture();

  #limit: number;
  #state: number = HEAD;
  #noBody = false;
  #captureBytes = 0;
  #captureHeaders = false;
  /** Bytes left of the body or of the chunk. */
  #remaining = 0;
  #sizeDigits = 0;
  #extensionBytes = 0;
  #trailer: FieldSection | undefined = undefined;

  /** Parsers that read from the same peer may share a memo. */
  constructor(limit: number = HEAD_LIMIT, memo?: HeadMemo) {
    this.#limit = limit;
    this.head = new FieldSection(limit, memo);
  }

  /** Prepares for the response to a request; `noBody` for HEAD. Forgets the response before. */
  begin(noBody: boolean, captureBytes: number, captureHeaders: boolean): void {
    this.#noBody = noBody;
    this.#captureBytes = captureBytes;
    this.#captureHeaders = captureHeaders;
    this.status = this.bodyBytes = this.interims = this.#extensionBytes = 0;
    this.keepAlive = this.continued = false;
    this.failure = "";
    this.#state = HEAD;
    this.head.begin("head");
    this.body.clear();
  }

  /** Lets go of everything kept of a response that has been read. */
  release(): void {
    this.head.release();
    this.body.clear();
    this.#trailer = undefined;
  }

  get done(): boolean {
    return this.#state === DONE;
  }

  /** Whether bytes of the final response have come (as far as a started head can be told from an interim one). */
  get begun(): boolean {
    return this.#state !== HEAD || this.head.begun;
  }

  /** The header lines of a complete response are there for a reader. */
  get hasHeaders(): boolean {
    return this.#captureHeaders;
  }

  /**
   * Reads on in `bytes[from, to)` and returns the place it got to: `to`, or less when the response is done and
   * bytes follow it, or when `failure` is set. `bytes` may be used again afterwards, unless the response is done
   * and its body or headers are still to be looked at.
   */
  execute(bytes: Buffer, from: number, to: number): number {
    let at = from;
    while (at < to && this.#state < DONE) {
      switch (this.#state) {
        case HEAD:
          at = this.#readHead(bytes, at, to);
          break;
        case FIXED:
        case CHUNK_DATA:
          at = this.#readCounted(bytes, at, to);
          break;
        case UNTIL_CLOSE:
          this.#take(bytes, at, to);
          at = to;
          break;
        case TRAILER:
          at = this.#readTrailer(bytes, at, to);
          break;
        default:
          this.#chunkByte(bytes[at++]!);
      }
    }
    if (this.#state < DONE) this.#keepPieces();
    return at;
  }

  /** The peer has closed its side. Returns whether that completes the response. */
  end(): boolean {
    if (this.#state === UNTIL_CLOSE) this.#state = DONE;
    return this.#state === DONE;
  }

  /** How far an incomplete response has come, for people. */
  progress(): string {
    if (this.#state === HEAD) return this.head.begun ? "inside the response head" : NOTHING_YET;
    if (this.#state === FIXED) {
      return `after ${this.bodyBytes} of ${this.bodyBytes + this.#remaining} body bytes`;
    }
    return `inside the response body, after ${this.bodyBytes} bytes`;
  }

  #readHead(bytes: Buffer, at: number, to: number): number {
    const end = this.head.read(bytes, at, to);
    if (end !== UNFINISHED) {
      this.#headComplete();
      return end;
    }
    if (this.head.failure !== "") this.#fail(this.head.failure);
    return to;
  }

  #headComplete(): void {
    const { status, framing, minor } = this.head;
    if (status < 200) {
      if (status === 101)
        return this.#fail("it switches protocols (101) although nothing asked for that");
      this.interims++;
      if (status === 100) this.continued = true;
      this.head.begin("head");
      return;
    }
    this.status = status;
    this.keepAlive = !framing.close && (minor === 1 || framing.keepAlive);
    if (this.#noBody || status === 204 || status === 304) {
      this.#state = DONE;
    } else if (framing.chunked) {
      this.#state = CHUNK_SIZE;
      this.#sizeDigits = this.#remaining = 0;
    } else if (framing.contentLength >= 0) {
      this.#remaining = framing.contentLength;
      this.#state = this.#remaining === 0 ? DONE : FIXED;
    } else {
      this.#state = UNTIL_CLOSE;
      this.keepAlive = false;
    }
    if (this.#captureBytes > 0) this.body.begin(this.#captureBytes, framing.contentLength);
  }

  #readCounted(bytes: Buffer, at: number, to: number): number {
    const end = Math.min(to, at + this.#remaining);
    this.#take(bytes, at, end);
    this.#remaining -= end - at;
    if (this.#remaining === 0) this.#state = this.#state === FIXED ? DONE : CHUNK_DATA_CR;
    return end;
  }

  #take(bytes: Buffer, from: number, to: number): void {
    this.bodyBytes += to - from;
    if (this.#captureBytes > 0) this.body.add(bytes, from, to);
  }

  #readTrailer(bytes: Buffer, at: number, to: number): number {
    const trailer = this.#trailer!;
    const end = trailer.read(bytes, at, to);
    if (end !== UNFINISHED) {
      this.#state = DONE;
      return end;
    }
    if (trailer.failure !== "") this.#fail(`${trailer.failure}, after the last chunk`);
    return to;
  }

  /** A byte of chunk framing (RFC 9112 §7.1). */
  #chunkByte(byte: number): void {
    switch (this.#state) {
      case CHUNK_SIZE:
        return this.#chunkSize(byte);
      case CHUNK_BLANK:
        if (byte === CR) this.#state = CHUNK_SIZE_LF;
        else if (byte === SEMICOLON) this.#state = CHUNK_EXTENSION;
        else if (!isBlank(byte)) this.#fail("something other than a number for a chunk size");
        return this.#countExtension();
      case CHUNK_EXTENSION:
        if (byte === CR) this.#state = CHUNK_SIZE_LF;
        else if (FIELD_VALUE[byte] !== 1) this.#fail("a control character in a chunk extension");
        return this.#countExtension();
      case CHUNK_SIZE_LF:
        if (byte !== LF) return this.#fail("a chunk size line that does not end in CR LF");
        return this.#beginChunk();
      case CHUNK_DATA_CR:
        if (byte !== CR) return this.#fail("a chunk longer than its size");
        this.#state = CHUNK_DATA_LF;
        return;
      default:
        if (byte !== LF) return this.#fail("a chunk that does not end in CR LF");
        this.#state = CHUNK_SIZE;
        this.#sizeDigits = this.#remaining = 0;
    }
  }

  #chunkSize(byte: number): void {
    const digit = hexDigit(byte);
    if (digit >= 0) {
      this.#sizeDigits++;
      this.#remaining = this.#remaining * 16 + digit;
      if (this.#remaining > Number.MAX_SAFE_INTEGER) this.#fail("a chunk size above 2^53");
      return;
    }
    if (this.#sizeDigits === 0) return this.#fail("something other than a number for a chunk size");
    if (byte === CR) this.#state = CHUNK_SIZE_LF;
    else if (byte === SEMICOLON) this.#state = CHUNK_EXTENSION;
    else if (isBlank(byte)) this.#state = CHUNK_BLANK;
    else this.#fail("something other than a number for a chunk size");
  }

  #beginChunk(): void {
    if (this.#remaining > 0) {
      this.#state = CHUNK_DATA;
      return;
    }
    this.#trailer ??= new FieldSection(this.#limit);
    this.#trailer.begin("trailer");
    this.#state = TRAILER;
  }

  #countExtension(): void {
    if (++this.#extensionBytes > this.#limit)
      this.#fail(`more than ${this.#limit} bytes of chunk extensions`);
  }

  /** The caller's buffer is about to be used again: copies what has been asked to be kept. */
  #keepPieces(): void {
    if (this.#captureBytes > 0) this.body.settle();
    if (this.#captureHeaders && this.#state !== HEAD) this.head.keep();
  }

  #fail(why: string): void {
    this.#state = FAILED;
    this.failure ||= why;
  }
}

const NOTHING_YET = "before a byte of response";

function hexDigit(byte: number): number {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30;
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x66 ? lower - 0x57 : -1;
}
