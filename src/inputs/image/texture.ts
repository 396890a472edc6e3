import { Sfc32 } from "../../stats/random.ts";

/** Sides of the square tiles, powers of two so that wrapping is a mask. */
export const DETAIL_SIDE = 1024;
export const TINT_SIDE = 256;
/** Samples of grain, a power of two. */
export const GRAIN_SAMPLES: number = 1 << 18;

/** Tables every scene is made from; the same in every thread and every run, so that scenes differ by their seeds alone. */
export interface Textures {
  /** Tileable 1/f surface, mean 0, standard deviation `TILE_DEVIATION`. */
  readonly detail: Int16Array;
  /** Smoother tileable surface for colour. */
  readonly tint: Int16Array;
  /** Sensor-like noise, roughly Gaussian, standard deviation about 9. */
  readonly grain: Int8Array;
}

const TEXTURE_SEED = 7;
const TILE_DEVIATION = 64;
/** How much a surface's amplitude shrinks from one octave to the next finer one: 2^alpha, alpha 1.0 and 1.2. */
const DETAIL_FALL = 2;
const TINT_FALL = 2.297;

export function createTextures(): Textures {
  const rng = new Sfc32(TEXTURE_SEED);
  return {
    detail: fractalTile(rng, DETAIL_SIDE, DETAIL_FALL),
    tint: fractalTile(rng, TINT_SIDE, TINT_FALL),
    grain: grain(rng),
  };
}

/** Noise added octave by octave while the side doubles; only sums and products, so every machine gets the same bits. */
function fractalTile(rng: Sfc32, fullSide: number, fall: number): Int16Array {
  let side = 2;
  let surface = new Float32Array(side * side);
  for (let amplitude = 1; side < fullSide; amplitude /= fall) {
    surface = enlarge(surface, side);
    side *= 2;
    for (let i = 0; i < surface.length; i++) {
      surface[i]! += (rng.uint32() / 0x8000_0000 - 1) * amplitude;
    }
  }
  return standardise(surface);
}

/** Twice the side, linear in between, wrapping at the edges. */
function enlarge(surface: Float32Array, side: number): Float32Array<ArrayBuffer> {
  const wide = side * 2;
  const mask = side - 1;
  const out = new Float32Array(wide * wide);
  for (let y = 0; y < side; y++) {
    const row = y * side;
    const below = ((y + 1) & mask) * side;
    for (let x = 0; x < side; x++) {
      const right = (x + 1) & mask;
      const a = surface[row + x]!;
      const b = surface[row + right]!;
      const c = surface[below + x]!;
      const at = 2 * y * wide + 2 * x;
      out[at] = a;
      out[at + 1] = (a + b) / 2;
      out[at + wide] = (a + c) / 2;
      out[at + wide + 1] = (a + b + c + surface[below + right]!) / 4;
    }
  }
  return out;
}

function standardise(surface: Float32Array): Int16Array {
  let sum = 0;
  let squares = 0;
  for (const value of surface) {
    sum += value;
    squares += value * value;
  }
  const mean = sum / surface.length;
  const scale = TILE_DEVIATION / Math.sqrt(squares / surface.length - mean * mean);
  const out = new Int16Array(surface.length);
  for (let i = 0; i < out.length; i++) out[i] = Math.round((surface[i]! - mean) * scale);
  return out;
}

function grain(rng: Sfc32): Int8Array {
  const out = new Int8Array(GRAIN_SAMPLES);
  for (let i = 0; i < out.length; i++) {
    const bits = rng.uint32();
    const sum = (bits & 255) + ((bits >>> 8) & 255) + ((bits >>> 16) & 255) + (bits >>> 24);
    out[i] = (sum - 510) >> 4;
  }
  return out;
}
