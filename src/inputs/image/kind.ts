import { generate } from "../generate.ts";
import type { InputKey, InputKind } from "../kind.ts";
import { parseAspects, parseFormats, parseSizes } from "./grammar.ts";
import { planImages } from "./plan.ts";
import { createImageGenerator } from "./render.ts";
import type { ImageSpec } from "./spec.ts";

const QUALITY = { min: 70, max: 95 };
/** 48 in 100 pictures come from phones, 3 in 10 of those are held otherwise than upright. */
const EXIF_SHARE = 0.15;

const KEYS: readonly InputKey[] = [
  {
    name: "format",
    summary: "jpeg, png, webp, mix (8:1:1), or a weighted list",
    example: "jpeg*8+png",
    default: "jpeg",
  },
  {
    name: "size",
    summary:
      "production (log-normal, median 1.5 megapixels, .05 to 12), camera, phone, web, thumbnail, screenshot, " +
      "WIDTHxHEIGHT, a longer side in pixels (uniform), an area in megapixels (log-uniform), or a weighted list of these",
    example: "camera*3+640..1920+0.1..4MP",
    default: "production",
  },
  {
    name: "aspect",
    summary:
      "width over height: mix (4:3, 3:2, 16:9, 1:1 both ways, and any ratio between), W:H, a range (log-uniform), " +
      "or a weighted list; sizes that fix both sides do not ask",
    example: "4:3*2+0.5..2",
    default: "mix",
  },
  {
    name: "quality",
    summary: "encoder quality of JPEG and WebP, 1 to 100, one or a range (uniform)",
    example: "85",
    default: `${QUALITY.min}..${QUALITY.max}`,
  },
  {
    name: "exif",
    summary: "share of JPEG pictures whose EXIF orientation is not upright",
    example: "30%",
    default: String(EXIF_SHARE),
  },
  {
    name: "count",
    summary: "pictures prepared and sent in turn",
    example: "500",
    default: "as many as take a few seconds, at most 200",
  },
];

export const IMAGE_KIND: InputKind<ImageSpec> = {
  name: "image",
  summary: "pictures with the statistics of photographs, of random size and shape",
  main: "format",
  keys: KEYS,
  parse(options) {
    const formats = parseFormats(options);
    return {
      kind: "image",
      formats,
      sizes: parseSizes(options, formats),
      aspects: parseAspects(options),
      quality: options.range("quality", { min: 1, max: 100 }) ?? QUALITY,
      exif: options.share("exif") ?? EXIF_SHARE,
      count: options.count("count", 1),
    };
  },
  async open(spec, context) {
    const plan = planImages(spec, context);
    return generate(IMAGE_KIND, spec, context, plan);
  },
  generator: createImageGenerator,
};
