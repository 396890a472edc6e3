import type { Choice } from "../choice.ts";
import type { AspectTerm, SizeTerm } from "./size.ts";

export const IMAGE_FORMATS = ["jpeg", "png", "webp"] as const;
export type ImageFormat = (typeof IMAGE_FORMATS)[number];

/** Longest side in pixels that a format can hold, libvips' limits. */
export const LONGEST_SIDE: Readonly<Record<ImageFormat, number>> = {
  jpeg: 65_500,
  png: 65_500,
  webp: 16_383,
};

/** A picture's raw pixels are held whole, 3 bytes each: 300 MB. */
export const MAX_MEGAPIXELS = 100;

/** Pictures to generate; plain data, so that it can be handed to another thread. */
export interface ImageSpec {
  readonly kind: "image";
  readonly formats: Choice<ImageFormat>;
  readonly sizes: Choice<SizeTerm>;
  readonly aspects: Choice<AspectTerm>;
  /** Encoder quality 1..100, uniform; PNG has none. */
  readonly quality: { readonly min: number; readonly max: number };
  /** Share of JPEG pictures whose EXIF orientation is not upright, 0..1. */
  readonly exif: number;
  /** Payloads wanted; undefined: chosen. */
  readonly count: number | undefined;
}
