import { randomLogNormal } from "d3-random";
import type { Rng } from "../../contracts/ports.ts";
import { type Choice, pick } from "../choice.ts";

/** Width and height in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * Where a picture's size comes from.
 * - `fixed`: exactly so; with `turns` four in ten are portrait.
 * - `longer`: the longer side, uniform in pixels; `megapixels`: the area, log-uniform; `lognormal`: the area,
 *   log-normal, drawn again outside its bounds. These three take their shape from an aspect ratio.
 */
export type SizeTerm =
  | {
      readonly kind: "fixed";
      readonly width: number;
      readonly height: number;
      readonly turns: boolean;
    }
  | { readonly kind: "longer"; readonly min: number; readonly max: number }
  | { readonly kind: "megapixels"; readonly min: number; readonly max: number }
  | {
      readonly kind: "lognormal";
      readonly median: number;
      readonly sigma: number;
      readonly min: number;
      readonly max: number;
    };

/** Width over height: log-uniform in [min, max]; with `turns` also upside down, four times in ten. */
export interface AspectTerm {
  readonly min: number;
  readonly max: number;
  readonly turns: boolean;
}

/** Pictures a service meets in portrait format. Assumption. */
const PORTRAIT_SHARE = 0.4;
/** Shorter sides below this carry no picture. Applies to drawn sizes, not to given ones. */
const SHORTEST_DRAWN = 16;

const photo = (width: number, height: number): SizeTerm => ({
  kind: "fixed",
  width,
  height,
  turns: true,
});
const screen = (width: number, height: number): SizeTerm => ({
  kind: "fixed",
  width,
  height,
  turns: false,
});
const even = <T>(...values: readonly T[]): Choice<T> =>
  values.map((value) => ({ value, weight: 1 }));

/** 12-megapixel phones. */
const PHONE = even(photo(4032, 3024));
/** Phones 48 and interchangeable-lens cameras 25 of what is uploaded to Flickr. */
const CAMERA: Choice<SizeTerm> = [
  { value: photo(4032, 3024), weight: 48 },
  { value: photo(6000, 4000), weight: 12.5 },
  { value: photo(5472, 3648), weight: 12.5 },
];

/** Sizes by name. Those of `production`, `web`, `thumbnail` and `screenshot` are assumptions, not measurements. */
export const SIZE_PRESETS: Readonly<Record<string, Choice<SizeTerm>>> = {
  production: even({ kind: "lognormal", median: 1.5, sigma: 0.9, min: 0.05, max: 12 }),
  camera: CAMERA,
  phone: PHONE,
  web: even({ kind: "lognormal", median: 0.5, sigma: 0.9, min: 0.02, max: 4 }),
  thumbnail: even({ kind: "longer", min: 96, max: 320 }),
  screenshot: even(
    screen(1920, 1080),
    screen(1366, 768),
    screen(2560, 1440),
    screen(1170, 2532),
    screen(1080, 2400),
  ),
};

const ratio = (width: number, height: number): AspectTerm => ({
  min: width / height,
  max: width / height,
  turns: width !== height,
});

/** The usual ratios in both orientations, and three in ten crops of any ratio between 1:2 and 2:1. Assumption. */
export const ASPECT_MIX: Choice<AspectTerm> = [
  { value: ratio(4, 3), weight: 30 },
  { value: ratio(3, 2), weight: 20 },
  { value: ratio(16, 9), weight: 12 },
  { value: ratio(1, 1), weight: 8 },
  { value: { min: 0.5, max: 2, turns: false }, weight: 30 },
];

/** A size within a format's longest side; `aspect` shapes every term that is not fixed. */
export function drawSize(
  term: SizeTerm,
  aspects: Choice<AspectTerm>,
  longest: number,
  rng: Rng,
): Size {
  if (term.kind === "fixed") return turned(term, term.turns && rng.float() < PORTRAIT_SHARE);
  const aspect = drawAspect(pick(aspects, rng), rng);
  if (term.kind === "longer") {
    const longer = term.min + Math.floor(rng.float() * (term.max - term.min + 1));
    return bounded(
      aspect >= 1 ? longer : longer * aspect,
      aspect >= 1 ? longer / aspect : longer,
      longest,
    );
  }
  const pixels = 1e6 * drawMegapixels(term, rng);
  return bounded(Math.sqrt(pixels * aspect), Math.sqrt(pixels / aspect), longest);
}

function drawMegapixels(term: Exclude<SizeTerm, { kind: "fixed" | "longer" }>, rng: Rng): number {
  if (term.kind === "megapixels") return logUniform(term.min, term.max, rng);
  const draw = randomLogNormal.source(() => rng.float())(Math.log(term.median), term.sigma);
  let value = draw();
  while (value < term.min || value > term.max) value = draw();
  return value;
}

function drawAspect(term: AspectTerm, rng: Rng): number {
  const aspect = logUniform(term.min, term.max, rng);
  return term.turns && rng.float() < PORTRAIT_SHARE ? 1 / aspect : aspect;
}

function logUniform(min: number, max: number, rng: Rng): number {
  return min * Math.exp(rng.float() * Math.log(max / min));
}

function turned(size: Size, turn: boolean): Size {
  const { width, height } = size;
  return turn ? { width: height, height: width } : { width, height };
}

function bounded(width: number, height: number, longest: number): Size {
  const scale = Math.min(1, longest / Math.max(width, height));
  const side = (value: number): number => Math.max(SHORTEST_DRAWN, Math.round(value * scale));
  return { width: side(width), height: side(height) };
}
