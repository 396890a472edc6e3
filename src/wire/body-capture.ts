const EMPTY: Buffer = Buffer.alloc(0);

/**
 * The first bytes of a response body. A body that comes in one piece is kept as a view of the caller's buffer and
 * costs nothing; anything else is copied.
 */
export class BodyCapture {
  #limit = 0;
  /** Total length, where it is known before the body comes. */
  #expected = -1;
  #source: Buffer = EMPTY;
  #from = 0;
  #length = 0;
  #owned = false;

  /** Keeps at most `limit` bytes of a body of `expected` bytes (-1: unknown). */
  begin(limit: number, expected: number): void {
    this.#limit = limit;
    this.#expected = expected;
  }

  add(bytes: Buffer, from: number, to: number): void {
    const end = Math.min(to, from + this.#limit - this.#length);
    if (end <= from) return;
    if (this.#length === 0) {
      this.#source = bytes;
      this.#from = from;
      this.#length = end - from;
      return;
    }
    this.settle();
    this.#reserve(this.#length + end - from);
    bytes.copy(this.#source, this.#length, from, end);
    this.#length += end - from;
  }

  /** Copies what is only a view of the caller's buffer, which is about to be used again. */
  settle(): void {
    if (this.#owned || this.#length === 0) return;
    const expected = Math.min(this.#expected, this.#limit);
    const copy = Buffer.allocUnsafeSlow(Math.max(expected, this.#length));
    this.#source.copy(copy, 0, this.#from, this.#from + this.#length);
    this.#source = copy;
    this.#from = 0;
    this.#owned = true;
  }

  get length(): number {
    return this.#length;
  }

  /** The bytes kept: a view, valid until the caller's buffer is used again. */
  view(): Buffer {
    return this.#source.subarray(this.#from, this.#from + this.#length);
  }

  clear(): void {
    this.#source = EMPTY;
    this.#from = this.#length = 0;
    this.#owned = false;
  }

  #reserve(length: number): void {
    if (this.#source.length >= length) return;
    const larger = Buffer.allocUnsafeSlow(Math.min(this.#limit, 2 * length));
    this.#source.copy(larger, 0, 0, this.#length);
    this.#source = larger;
  }
}
