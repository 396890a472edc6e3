/** What the pure rooms need from the machine, handed in so that `Date`, `process` and `Buffer` cannot creep in. */

/** A monotonic clock. */
export interface Clock {
  /** Milliseconds since the run's origin, with a resolution of a microsecond or better. May be negative before it. */
  now(): number;
}

/** A seeded source of randomness: the same seed gives the same sequence on every machine and Node version. */
export interface Rng {
  /** The next integer in [0, 2^32). */
  uint32(): number;
  /** The next number in [0, 1), with 53 random bits. */
  float(): number;
}

/** Text and binary conversions. */
export interface Codec {
  /** The UTF-8 bytes of a text. */
  utf8(text: string): Uint8Array;
  /** The text of UTF-8 bytes; malformed sequences become U+FFFD. */
  text(bytes: Uint8Array): string;
  /** The base64 form (RFC 4648 §4, with padding) as ASCII bytes. */
  base64(bytes: Uint8Array): Uint8Array;
}

/** Where a stream of values ends: a file, a socket, a list. */
export interface Sink<T> {
  /** Takes one value. Never throws: a sink that fails keeps its first error for `close`. */
  write(value: T): void;
  /** Flushes and releases; rejects with the first error met since opening. */
  close(): Promise<void>;
}
