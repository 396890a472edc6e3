import sharp from "sharp";
import { RequestProblem } from "./problem.ts";

// One request is one core's work: libvips must not spread it, and its cache would only hold random images.
sharp.concurrency(1);
sharp.cache(false);

/** The detector's strides halve the image five times. */
const STRIDE = 32;

/** Raster formats accepted; SVG, which is a program rather than an image, is not among them. */
const FORMATS = new Set(["jpeg", "png", "webp", "heif", "gif", "tiff"]);
const FORMATS_HINT = "send a complete JPEG, PNG, WebP, AVIF, GIF or TIFF";

/** An image decoded for the detector. */
export interface DecodedImage {
  /** Size of the original in pixels, as displayed: after the EXIF orientation is applied. */
  readonly width: number;
  readonly height: number;
  /** Size after reduction, both multiples of 32. */
  readonly reducedWidth: number;
  readonly reducedHeight: number;
  /** Red, green, blue by pixel, `reducedWidth` x `reducedHeight`. */
  readonly rgb: Uint8Array;
}

/**
 * Decodes an image and reduces it so that its longest side is at most `maxSide` (0: not reduced).
 * Throws a `RequestProblem` with status 422 for anything that is not one whole image of at most `maxPixels`.
 */
export async function decodeImage(
  bytes: Uint8Array,
  maxSide: number,
  maxPixels: number,
): Promise<DecodedImage> {
  try {
    return await decode(bytes, maxSide, maxPixels);
  } catch (error) {
    if (error instanceof RequestProblem) throw error;
    throw new RequestProblem(422, `cannot decode the image: ${firstLine(error)}`, FORMATS_HINT);
  }
}

async function decode(
  bytes: Uint8Array,
  maxSide: number,
  maxPixels: number,
): Promise<DecodedImage> {
  const image = sharp(bytes, { failOn: "error", limitInputPixels: false });
  const { format, width, height, autoOrient } = await image.metadata();
  if (!FORMATS.has(format)) {
    throw new RequestProblem(422, `${format} is not an accepted image format`, FORMATS_HINT);
  }
  if (width * height > maxPixels) {
    throw new RequestProblem(
      422,
      `the image has ${width} x ${height} pixels, more than the limit of ${maxPixels}`,
      "send a smaller image, or start the service with a larger --max-pixels",
    );
  }
  const scale =
    maxSide === 0 ? 1 : Math.min(1, maxSide / Math.max(autoOrient.width, autoOrient.height));
  const { data, info } = await image
    .autoOrient()
    .resize(toStride(autoOrient.width * scale), toStride(autoOrient.height * scale), {
      fit: "fill",
    })
    .flatten({ background: "#ffffff" })
    .toColourspace("srgb")
    .raw({ depth: "uchar" })
    .toBuffer({ resolveWithObject: true });
  return {
    width: autoOrient.width,
    height: autoOrient.height,
    reducedWidth: info.width,
    reducedHeight: info.height,
    rgb: data,
  };
}

function toStride(length: number): number {
  return Math.max(STRIDE, Math.round(length / STRIDE) * STRIDE);
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n", 1)[0]!.trim();
}
