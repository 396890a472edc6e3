import { type Mark, NONCE_LENGTH } from "../contracts/payload.ts";
import { hashSequence, seedFor } from "../stats/random.ts";
import { CRC_START, crc32Update } from "./crc32.ts";

/** What a PNG tEXt chunk's checksum covers before the nonce. */
export const PNG_TEXT_HEAD = "tEXtComment\0";
/** Nonce and checksum. */
export const PNG_TEXT_LENGTH: number = NONCE_LENGTH + 4;

const HEX = Uint8Array.from("0123456789abcdef", (digit) => digit.charCodeAt(0));
const ZERO = 0x30;
const DASH = 0x2d;
const PNG_TEXT_STATE = crc32Update(
  CRC_START,
  Buffer.from(PNG_TEXT_HEAD, "latin1"),
  0,
  PNG_TEXT_HEAD.length,
);
/** Parts of a UUID in hexadecimal digits (RFC 9562 §4). */
const UUID_GROUPS = [8, 4, 4, 4, 12] as const;
const UUID_VERSION_DIGIT = 12;
const UUID_VARIANT_DIGIT = 16;

/**
 * Writes marks. What is written is a function of the seed and the request's number alone; two numbers below 2^53
 * never share a nonce, because a number's low half determines the first eight digits and its high half the last.
 */
export class MarkWriter {
  readonly #seeds: readonly number[];
  /** 128 bits for the current request. */
  readonly #words = new Uint32Array(4);

  constructor(seed: number) {
    this.#seeds = [0, 1, 2, 3].map((word) => seedFor(seed, "nonce", word));
  }

  /** Turns to a request; every mark written next is of it. */
  turnTo(sequence: number): void {
    const seeds = this.#seeds;
    this.#words[0] = hashSequence(seeds[0]!, sequence);
    this.#words[1] = hashSequence(seeds[1]!, sequence);
    this.#words[2] = hashSequence(seeds[2]!, Math.floor(sequence / 0x1_0000_0000));
    this.#words[3] = hashSequence(seeds[3]!, sequence);
  }

  /** Writes one mark of `length` bytes at `at`; `sequence` as given to `turnTo`. */
  write(
    kind: Mark["kind"],
    target: Uint8Array,
    at: number,
    length: number,
    sequence: number,
  ): void {
    if (kind === "nonce") this.#digits(target, at, 0, NONCE_LENGTH);
    else if (kind === "png-text") this.#pngText(target, at);
    else if (kind === "uuid") this.#uuid(target, at);
    else decimal(target, at, length, sequence);
  }

  /** Hexadecimal digits `from` to `to` of the request's 128 bits. */
  #digits(target: Uint8Array, at: number, from: number, to: number): void {
    for (let digit = from; digit < to; digit++) {
      target[at + digit - from] = HEX[(this.#words[digit >> 3]! >>> (28 - 4 * (digit & 7))) & 15]!;
    }
  }

  #pngText(target: Uint8Array, at: number): void {
    this.#digits(target, at, 0, NONCE_LENGTH);
    const end = at + NONCE_LENGTH;
    const crc = ~crc32Update(PNG_TEXT_STATE, target, at, end);
    for (let i = 0; i < 4; i++) target[end + i] = crc >>> (24 - 8 * i);
  }

  #uuid(target: Uint8Array, at: number): void {
    let digit = 0;
    let out = at;
    for (const group of UUID_GROUPS) {
      if (digit > 0) target[out++] = DASH;
      this.#digits(target, out, digit, digit + group);
      if (digit === UUID_VERSION_DIGIT) target[out] = HEX[4]!;
      if (digit === UUID_VARIANT_DIGIT) target[out] = HEX[8 + ((this.#words[2]! >>> 28) % 4)]!;
      digit += group;
      out += group;
    }
  }
}

/** The last `length` digits of a whole number, zero-padded. */
function decimal(target: Uint8Array, at: number, length: number, value: number): void {
  let left = value;
  for (let i = at + length - 1; i >= at; i--) {
    const rest = Math.floor(left / 10);
    target[i] = ZERO + (left - rest * 10);
    left = rest;
  }
}
