import { Sfc32 } from "../../stats/random.ts";
import { DETAIL_SIDE, GRAIN_SAMPLES, type Textures, TINT_SIDE } from "./texture.ts";

/** What makes a scene cheap or dear to compress. */
export interface SceneStyle {
  /** Overlapping ellipses, at most 255: edges. */
  readonly leaves: number;
  /** Amplitude of surface texture, 1 = that of an ordinary photograph. */
  readonly detail: number;
  /** Amplitude of sensor noise, 1 = a standard deviation of about 9 levels. */
  readonly grain: number;
}

/** Ratio of a picture's shorter side to the smallest and the largest leaf's radius. */
const SMALLEST_LEAF = 60;
const LARGEST_LEAF = 1.6;
/** The coarse surface has about this many cells along the shorter side. */
const COARSE_CELLS = 96;
const SIDE_MASK = DETAIL_SIDE - 1;
const DETAIL_MASK = DETAIL_SIDE * DETAIL_SIDE - 1;
const GRAIN_MASK = GRAIN_SAMPLES - 1;

/**
 * A photograph-like picture: "dead leaves" (Lee, Mumford & Huang 2001: occluding shapes whose radii follow r^-3)
 * carrying 1/f texture, over a coarse 1/f surface, with grain. Integer arithmetic where rounding could matter, so
 * the same seed gives the same pixels on every machine.
 */
export class Scene {
  readonly #width: number;
  readonly #height: number;
  readonly #textures: Textures;
  readonly #leaves: Leaves;
  readonly #rng: Sfc32;
  readonly #grainGain: number;
  readonly #originX: number;
  readonly #originY: number;
  /** Log2 of a coarse cell's side in pixels. */
  readonly #cellBits: number;
  readonly #labels: Uint8Array;
  readonly #light: Int16Array;
  readonly #tint: Int16Array;

  constructor(textures: Textures, width: number, height: number, seed: number, style: SceneStyle) {
    this.#width = width;
    this.#height = height;
    this.#textures = textures;
    this.#rng = new Sfc32(seed);
    this.#leaves = scatter(this.#rng, width, height, style);
    this.#grainGain = Math.round(style.grain * 256);
    this.#originX = this.#rng.uint32() & SIDE_MASK;
    this.#originY = this.#rng.uint32() & SIDE_MASK;
    this.#cellBits = Math.max(2, Math.round(Math.log2(Math.min(width, height) / COARSE_CELLS)));
    const padded = width + (1 << this.#cellBits);
    this.#labels = new Uint8Array(width);
    this.#light = new Int16Array(padded);
    this.#tint = new Int16Array(padded);
  }

  /** Paints interleaved 8-bit RGB rows; `pixels` must hold width × height × 3 bytes. */
  paint(pixels: Uint8ClampedArray): void {
    const { detail, tint } = this.#textures;
    for (let y = 0; y < this.#height; y++) {
      this.#layLeaves(y);
      this.#layCoarse(detail, DETAIL_SIDE, this.#light, y);
      this.#layCoarse(tint, TINT_SIDE, this.#tint, y);
      this.#paintRow(y, pixels);
    }
  }

  /** Which leaf is on top at each pixel of the row; 0 is the background. */
  #layLeaves(y: number): void {
    const { count, x, y: centreY, radiusX, radiusY } = this.#leaves;
    const labels = this.#labels;
    labels.fill(0);
    for (let i = 1; i < count; i++) {
      const dy = (y - centreY[i]!) / radiusY[i]!;
      if (dy <= -1 || dy >= 1) continue;
      const half = radiusX[i]! * Math.sqrt(1 - dy * dy);
      const from = Math.trunc(x[i]! - half);
      const to = Math.trunc(x[i]! + half);
      if (to > 0 && from < this.#width)
        labels.fill(i, Math.max(from, 0), Math.min(to, this.#width));
    }
  }

  /** A coarse surface along the row, linear between its cells. */
  #layCoarse(tile: Int16Array, side: number, line: Int16Array, y: number): void {
    const bits = this.#cellBits;
    const cell = 1 << bits;
    const mask = side - 1;
    const fraction = y & (cell - 1);
    const cellY = (y >> bits) + this.#originY;
    const above = (cellY & mask) * side;
    const below = ((cellY + 1) & mask) * side;
    const between = (x: number): number =>
      tile[above + x]! * (cell - fraction) + tile[below + x]! * fraction;
    const shift = 2 * bits + 2;
    for (let start = 0, cellX = this.#originX; start < this.#width; start += cell, cellX++) {
      const left = between(cellX & mask);
      const step = between((cellX + 1) & mask) - left;
      let value = left * cell;
      for (let x = start; x < start + cell; x++) {
        line[x] = value >> shift;
        value += step;
      }
    }
  }

  #paintRow(y: number, pixels: Uint8ClampedArray): void {
    const { detail, grain } = this.#textures;
    const { level, red, blue, gain, shift, slope } = this.#leaves;
    const labels = this.#labels;
    const light = this.#light;
    const tint = this.#tint;
    const width = this.#width;
    const grainGain = this.#grainGain;
    const grainRow = this.#rng.uint32() & GRAIN_MASK;
    const detailRow = ((y + this.#originY) & SIDE_MASK) * DETAIL_SIDE + this.#originX;
    const fromMiddle = Math.trunc((y * 256) / this.#height) - 128;
    let out = y * width * 3;
    for (let x = 0; x < width;) {
      const leaf = labels[x]!;
      let end = x + 1;
      while (end < width && labels[end] === leaf) end++;
      const base = level[leaf]! + ((slope[leaf]! * fromMiddle) >> 8);
      const leafGain = gain[leaf]!;
      const leafRed = red[leaf]!;
      const leafBlue = blue[leaf]!;
      const leafGreen = 0 - ((leafRed + leafBlue) >> 2);
      const detailAt = detailRow + shift[leaf]!;
      for (; x < end; x++) {
        const texture = (detail[(detailAt + x) & DETAIL_MASK]! * leafGain) >> 9;
        const noise = (grain[(grainRow + x) & GRAIN_MASK]! * grainGain) >> 8;
        const value = base + light[x]! + texture + noise;
        const colour = tint[x]!;
        pixels[out] = value + colour + leafRed;
        pixels[out + 1] = value + leafGreen;
        pixels[out + 2] = value - colour + leafBlue;
        out += 3;
      }
    }
  }
}

/** Leaves in painting order, one array a property; entry 0 is the background. */
interface Leaves {
  readonly count: number;
  readonly x: Float64Array;
  readonly y: Float64Array;
  readonly radiusX: Float64Array;
  readonly radiusY: Float64Array;
  readonly level: Int32Array;
  readonly red: Int32Array;
  readonly blue: Int32Array;
  /** Amplitude of the leaf's texture, 1/256. */
  readonly gain: Int32Array;
  /** Where in the tile the leaf's texture begins. */
  readonly shift: Int32Array;
  /** Shading from top to bottom, levels. */
  readonly slope: Int32Array;
}

function scatter(rng: Sfc32, width: number, height: number, style: SceneStyle): Leaves {
  const count = Math.min(style.leaves, 255) + 1;
  const float = (value: () => number): Float64Array => Float64Array.from({ length: count }, value);
  const whole = (value: () => number): Int32Array => Int32Array.from({ length: count }, value);
  const shorter = Math.min(width, height);
  const most = (SMALLEST_LEAF / shorter) ** 2;
  const least = (LARGEST_LEAF / shorter) ** 2;
  const centred = (span: number): number => (rng.float() - 0.5) * span;
  const radius = (): number =>
    (0.5 + rng.float()) / Math.sqrt(least + (most - least) * rng.float());
  const radii = float(radius);
  return {
    count,
    x: float(() => rng.float() * width),
    y: float(() => rng.float() * height),
    radiusX: radii,
    radiusY: radii.map((r) => r * (0.5 + rng.float())),
    level: whole(() => 56 + rng.float() * 144),
    red: whole(() => centred(60)),
    blue: whole(() => centred(60)),
    gain: whole(() => Math.exp(centred(2)) * 256 * 0.8 * style.detail),
    shift: whole(() => rng.uint32() & DETAIL_MASK),
    slope: whole(() => centred(80)),
  };
}
