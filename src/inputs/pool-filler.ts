import type { Mark, Payload, PayloadInfo } from "../contracts/payload.ts";
import type { EncodedRequest } from "../contracts/request.ts";
import type { PoolEntry, SharedPool } from "./shared-pool.ts";

/** Bodies begin at multiples of this, so that they share no cache line. */
const ALIGNMENT = 64;

/** Lays bodies one behind the other in memory that every worker will see. */
export class PoolFiller {
  readonly #buffer: SharedArrayBuffer;
  readonly #bytes: Uint8Array;
  readonly #asked: number;
  readonly #entries: PoolEntry[] = [];
  readonly #info: PayloadInfo[] = [];
  #used = 0;
  #bodyBytes = 0;
  #refused = 0;
  #full = false;
  #unmarked = 0;
  smallestRefused: number = Infinity;

  /** @param capacity bytes at most; the system hands pages out as they are written, so a large one costs nothing. */
  constructor(capacity: number) {
    this.#asked = capacity;
    this.#buffer = allocate(capacity);
    this.#bytes = new Uint8Array(this.#buffer);
  }

  get count(): number {
    return this.#entries.length;
  }

  /** The free bytes behind the last body, undefined when they are too few. */
  space(bytes: number): Uint8Array | undefined {
    const end = this.#used + bytes;
    return end <= this.#buffer.byteLength ? this.#bytes.subarray(this.#used, end) : undefined;
  }

  /**
   * Stores one encoded payload. False when the pool is full: a body that would fit an empty pool ends the filling, so
   * that large ones are not weeded out; one that would not fit even then is passed over.
   */
  add(payload: Payload, encoded: EncodedRequest): boolean {
    const { body, headers } = encoded;
    const length = body?.length ?? 0;
    const target = this.space(length);
    if (target === undefined) {
      this.smallestRefused = Math.min(this.smallestRefused, length);
      const hopeless = length > this.#buffer.byteLength;
      if (hopeless) this.#refused++;
      else this.#full = true;
      return hopeless;
    }
    // A body read straight into the pool lies in its place already; anything else is laid there.
    if (body !== undefined) target.set(body);
    const marks = encoded.marks.map(detached);
    this.#entries.push({ offset: this.#used, length, headers, marks, hasBody: body !== undefined });
    const { index, dimension, traits } = payload;
    this.#info.push({
      index,
      payloadBytes: payload.bytes.length,
      bodyBytes: length,
      dimension,
      traits,
    });
    if (marks.length === 0) this.#unmarked++;
    this.#bodyBytes += length;
    this.#used = Math.min(
      this.#buffer.byteLength,
      Math.ceil((this.#used + length) / ALIGNMENT) * ALIGNMENT,
    );
    return true;
  }

  /** What became of `total` payloads; `unique` when their bodies were to differ. */
  notes(total: number, unique: boolean): string[] {
    const out: string[] = [];
    const capacity = this.#buffer.byteLength;
    if (capacity < this.#asked)
      out.push(`this machine gave ${capacity} of ${this.#asked} bytes for the pool`);
    if (this.#full)
      out.push(`${this.count} of ${total} payloads fill the pool's ${capacity} bytes`);
    if (this.#refused > 0)
      out.push(`${this.#refused} payloads larger than the whole pool were left out`);
    if (unique && this.#unmarked > 0) {
      const which =
        this.#unmarked === this.count ? "the bodies" : `${this.#unmarked} of ${this.count} bodies`;
      out.push(
        `${which} have no place for a nonce and are sent as they are: a cache in the service may answer`,
      );
    }
    return out;
  }

  finish(): { shared: SharedPool; info: readonly PayloadInfo[]; bytes: number } {
    const buffer = trimmed(this.#buffer, this.#used);
    return { shared: { buffer, entries: this.#entries }, info: this.#info, bytes: this.#bodyBytes };
  }
}

/** As much as the system gives, halving what it refuses. */
function allocate(capacity: number): SharedArrayBuffer {
  for (let bytes = capacity; ; bytes = Math.floor(bytes / 2)) {
    try {
      return new SharedArrayBuffer(bytes);
    } catch (error) {
      if (!(error instanceof RangeError) || bytes < 1) throw error;
    }
  }
}

/** The beginning in memory of its own when less than half is used: never more than the capacity together. */
function trimmed(buffer: SharedArrayBuffer, used: number): SharedArrayBuffer {
  return used * 2 <= buffer.byteLength ? buffer.slice(0, used) : buffer;
}

/** A mark whose window holds on to nothing but its own bytes: views keep, and cloning copies, all that lies behind. */
function detached(mark: Mark): Mark {
  const { base64 } = mark;
  return base64 === undefined ? mark : { ...mark, base64: { ...base64, raw: base64.raw.slice() } };
}
