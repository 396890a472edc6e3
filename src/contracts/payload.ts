/** The natural size of an input, the thing a model's time and memory depend on. */
export interface Dimension {
  readonly unit: "pixels" | "seconds" | "characters" | "tokens" | "rows" | "elements" | "bytes";
  readonly value: number;
}

/** How many characters a nonce has: lower-case hexadecimal, so that 10^28 requests differ. */
export const NONCE_LENGTH = 24;

/**
 * A stretch of bytes rewritten for every request, so that no cache of bodies can pass for speed.
 * - `nonce`: `NONCE_LENGTH` hexadecimal characters.
 * - `png-text`: the same, followed by the four CRC bytes of a PNG tEXt chunk whose data is `Comment`, NUL, nonce.
 * - `uuid`: a version-4-shaped UUID, 36 characters.
 * - `sequence`: the request's number in the run, decimal, zero-padded to `length`.
 */
export interface Mark {
  readonly kind: "nonce" | "png-text" | "uuid" | "sequence";
  /** Place in the bytes as sent. */
  readonly offset: number;
  readonly length: number;
  /** Set when the bytes sent are the base64 of something that holds the mark. */
  readonly base64?: Base64Window;
}

/** The raw bytes behind a stretch of base64: written with the mark, encoded, and laid at `Mark.offset`. */
export interface Base64Window {
  /** Raw bytes, a multiple of three unless they end the data. */
  readonly raw: Uint8Array;
  /** Where in `raw` the mark begins, and how long it is there. */
  readonly offset: number;
  readonly length: number;
}

/** One generated or given input, before a protocol wraps it. */
export interface Payload {
  /** Index in the pool. */
  readonly index: number;
  readonly bytes: Uint8Array;
  /** Internet media type, such as `image/jpeg`. */
  readonly mediaType: string;
  /** Name a form upload gives it. */
  readonly fileName: string;
  readonly dimension: Dimension | undefined;
  /** What the generator chose: width, height, quality … for the report. */
  readonly traits: Readonly<Record<string, number | string>>;
  /** Where the bytes may be made unique; empty where they must be sent as they are. */
  readonly marks: readonly Mark[];
}

/** What a pool tells about one payload once its bytes lie elsewhere. */
export interface PayloadInfo {
  readonly index: number;
  /** Bytes of the payload itself, and of the whole body that carries it. */
  readonly payloadBytes: number;
  readonly bodyBytes: number;
  readonly dimension: Dimension | undefined;
  readonly traits: Readonly<Record<string, number | string>>;
}
