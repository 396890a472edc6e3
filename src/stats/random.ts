import type { Rng } from "../contracts/ports.ts";

/**
 * sfc32, Chris Doty-Humphrey's small fast counter generator (PractRand, sfc32): 128 bits of state, integer
 * arithmetic only, so the same seed gives the same sequence on every machine.
 */
export class Sfc32 implements Rng {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  constructor(seed: number, stream: number = 0) {
    this.#a = seed | 0;
    this.#b = stream | 0;
    this.#c = Math.floor(seed / 0x1_0000_0000) | 0;
    for (let i = 0; i < WARM_UP_ROUNDS; i++) this.uint32();
  }

  uint32(): number {
    const t = (((this.#a + this.#b) | 0) + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (this.#c << 21) | (this.#c >>> 11);
    this.#c = (this.#c + t) | 0;
    return t >>> 0;
  }

  float(): number {
    return ((this.uint32() >>> 5) * 0x400_0000 + (this.uint32() >>> 6)) / 0x20_0000_0000_0000;
  }
}

const WARM_UP_ROUNDS = 15;

/**
 * A 32-bit seed for one part of a run, from the run's seed and what the part is called: sequences of different
 * parts do not overlap in practice, and adding a part changes no other. FNV-1a over the text, mixed as in
 * MurmurHash3's finalizer.
 */
export function seedFor(runSeed: number, ...part: readonly (string | number)[]): number {
  let hash = 0x811c9dc5 ^ (runSeed | 0) ^ (Math.floor(runSeed / 0x1_0000_0000) | 0);
  for (const item of part) {
    const text = typeof item === "number" ? `#${item}` : item;
    for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
    hash = Math.imul(hash ^ 0x2f, 0x01000193);
  }
  return mix(hash);
}

/** A 32-bit hash of a run's seed and a request's number: cheap enough for every request. */
export function hashSequence(seed: number, sequence: number): number {
  const high = Math.floor(sequence / 0x1_0000_0000) | 0;
  return mix(mix((sequence | 0) ^ seed) ^ Math.imul(high, 0x9e3779b1));
}

function mix(hash: number): number {
  let h = hash | 0;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
