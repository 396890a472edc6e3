import { randomLogNormal } from "d3-random";
import type { Rng } from "../../contracts/ports.ts";
import { seedFor, Sfc32 } from "../../stats/random.ts";
import { type Choice, pick } from "../choice.ts";
import { drawSize } from "./size.ts";
import { type ImageFormat, type ImageSpec, LONGEST_SIDE } from "./spec.ts";

/** Everything random about one picture, before a pixel of it exists. */
export interface ImageDraw {
  readonly format: ImageFormat;
  readonly width: number;
  readonly height: number;
  readonly quality: number;
  /** EXIF orientation, 1 = upright. */
  readonly orientation: number;
  /** Bits a pixel that JPEG at this quality should need. */
  readonly bpp: number;
  readonly sceneSeed: number;
}

/** Bits a pixel of photographs on the web are log-normal (HTTP Archive, JPEG of about half a megapixel). */
const BPP = { median: 1.7, sigma: 0.9, min: 0.25, max: 8 };

/** How the phones whose pictures are not upright were held. */
const ORIENTATIONS: Choice<number> = [
  { value: 6, weight: 20 },
  { value: 3, weight: 5 },
  { value: 8, weight: 5 },
];

/** Picture number `index` of a run; depends on nothing but the arguments. */
export function drawImage(spec: ImageSpec, runSeed: number, index: number): ImageDraw {
  const rng = new Sfc32(seedFor(runSeed, "input", index));
  const format = pick(spec.formats, rng);
  const { width, height } = drawSize(
    pick(spec.sizes, rng),
    spec.aspects,
    LONGEST_SIDE[format],
    rng,
  );
  const { min, max } = spec.quality;
  const quality = min + Math.floor(rng.float() * (max - min + 1));
  const bpp = drawBpp(rng);
  const rotated = rng.float() < spec.exif && format === "jpeg";
  const orientation = rotated ? pick(ORIENTATIONS, rng) : 1;
  return { format, width, height, quality, orientation, bpp, sceneSeed: rng.uint32() };
}

function drawBpp(rng: Rng): number {
  const draw = randomLogNormal.source(() => rng.float())(Math.log(BPP.median), BPP.sigma);
  return Math.min(BPP.max, Math.max(BPP.min, draw()));
}
