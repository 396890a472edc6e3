import { COMMA, equalsWord, isBlank } from "./characters.ts";

const BOTH_GIVEN = "both Content-Length and Transfer-Encoding are given";

/**
 * What the header lines of a response say about where its body ends and whether its connection lives on
 * (RFC 9112 §6.3 and §9.3). Contradictions are errors, as in llhttp.
 */
export class Framing {
  /** Bytes of body; -1 when there is no Content-Length. */
  contentLength = -1;
  hasTransferEncoding = false;
  /** The last transfer coding is `chunked`. */
  chunked = false;
  /** Connection has the option `close`. */
  close = false;
  /** Connection has the option `keep-alive`. */
  keepAlive = false;
  /** Why `take` returned false. */
  failure = "";

  reset(): void {
    this.contentLength = -1;
    this.hasTransferEncoding = this.chunked = this.close = this.keepAlive = false;
    this.failure = "";
  }

  copy(from: Framing): void {
    this.contentLength = from.contentLength;
    this.hasTransferEncoding = from.hasTransferEncoding;
    this.chunked = from.chunked;
    this.close = from.close;
    this.keepAlive = from.keepAlive;
  }

  /** Takes in the header line `b[name, nameEnd)`: `b[value, valueEnd)`; false when it contradicts the rules. */
  take(b: Buffer, name: number, nameEnd: number, value: number, valueEnd: number): boolean {
    switch (nameEnd - name) {
      case 10:
        if (equalsWord(b, name, nameEnd, "connection")) this.#connection(b, value, valueEnd);
        return true;
      case 14:
        if (!equalsWord(b, name, nameEnd, "content-length")) return true;
        return this.#contentLength(b, value, trimEnd(b, value, valueEnd));
      case 17:
        if (!equalsWord(b, name, nameEnd, "transfer-encoding")) return true;
        return this.#transferEncoding(b, value, trimEnd(b, value, valueEnd));
      default:
        return true;
    }
  }

  #contentLength(b: Buffer, from: number, to: number): boolean {
    if (this.contentLength >= 0) return this.#reject("Content-Length is given twice");
    if (this.hasTransferEncoding) return this.#reject(BOTH_GIVEN);
    if (from === to) return this.#reject("Content-Length is empty");
    let length = 0;
    for (let i = from; i < to; i++) {
      const digit = b[i]! - 0x30;
      if (digit < 0 || digit > 9) return this.#reject("Content-Length is not a number");
      length = length * 10 + digit;
    }
    if (length > Number.MAX_SAFE_INTEGER) return this.#reject("Content-Length is above 2^53");
    this.contentLength = length;
    return true;
  }

  #transferEncoding(b: Buffer, from: number, to: number): boolean {
    if (this.contentLength >= 0) return this.#reject(BOTH_GIVEN);
    this.hasTransferEncoding = true;
    let last = to;
    while (last > from && b[last - 1] !== COMMA && !isBlank(b[last - 1]!)) last--;
    const alone = last === from || b[trimEnd(b, from, last) - 1] === COMMA;
    this.chunked = alone && equalsWord(b, last, to, "chunked");
    return true;
  }

  #connection(b: Buffer, from: number, to: number): void {
    while (from < to) {
      let end = from;
      while (end < to && b[end] !== COMMA) end++;
      while (from < end && isBlank(b[from]!)) from++;
      const optionEnd = trimEnd(b, from, end);
      if (equalsWord(b, from, optionEnd, "close")) this.close = true;
      else if (equalsWord(b, from, optionEnd, "keep-alive")) this.keepAlive = true;
      from = end + 1;
    }
  }

  #reject(why: string): boolean {
    this.failure = why;
    return false;
  }
}

function trimEnd(b: Buffer, from: number, to: number): number {
  while (to > from && isBlank(b[to - 1]!)) to--;
  return to;
}
