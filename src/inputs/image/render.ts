import type { Sharp } from "sharp";
import type { Payload } from "../../contracts/payload.ts";
import type { PayloadGenerator } from "../kind.ts";
import { drawImage, type ImageDraw } from "./draw.ts";
import { withJpegHead } from "./jpeg-head.ts";
import { withNonceChunk } from "./nonce-chunk.ts";
import { Scene } from "./scene.ts";
import type { ImageFormat, ImageSpec } from "./spec.ts";
import { styleFor } from "./style.ts";
import { createTextures } from "./texture.ts";

const CHANNELS = 3;
/** Photographs of this quality and better usually keep full colour resolution, as cameras and editors do. */
const FULL_CHROMA_QUALITY = 94;
const EXTENSIONS: Readonly<Record<ImageFormat, string>> = { jpeg: "jpg", png: "png", webp: "webp" };

/** Makes pictures one after another, in one set of pixels that grows to the largest. */
export async function createImageGenerator(
  spec: ImageSpec,
  runSeed: number,
): Promise<PayloadGenerator> {
  // Loaded when needed: it is large, and every worker imports this room.
  const { default: sharp } = await import("sharp");
  // One thread a picture and no cache: threads of ours work side by side, and no picture comes twice.
  sharp.concurrency(1);
  sharp.cache(false);
  const textures = createTextures();
  let room = new Uint8ClampedArray(0);

  return async (index) => {
    const draw = drawImage(spec, runSeed, index);
    const { width, height, format } = draw;
    const length = width * height * CHANNELS;
    if (room.length < length) room = new Uint8ClampedArray(length);
    const pixels = room.subarray(0, length);
    const style = styleFor(draw.bpp, draw.quality);
    new Scene(textures, width, height, draw.sceneSeed, style).paint(pixels);
    const image = sharp(pixels, { raw: { width, height, channels: CHANNELS } });
    const encoded = await encode(image, draw);
    const plain = format === "jpeg" ? withJpegHead(encoded, draw.orientation) : encoded;
    const { bytes, marks } = withNonceChunk(format, plain)!;
    const payload: Payload = {
      index,
      bytes,
      mediaType: `image/${format}`,
      fileName: `image-${String(index).padStart(6, "0")}.${EXTENSIONS[format]}`,
      dimension: { unit: "pixels", value: width * height },
      traits: traitsOf(draw, plain.length),
      marks,
    };
    return payload;
  };
}

/** The settings that give the same bytes whatever the number of threads. */
function encode(image: Sharp, { quality, format }: ImageDraw): Promise<Buffer> {
  if (format === "png")
    return image.png({ compressionLevel: 1, adaptiveFiltering: true }).toBuffer();
  if (format === "webp") return image.webp({ quality, effort: 0 }).toBuffer();
  const chromaSubsampling = quality >= FULL_CHROMA_QUALITY ? "4:4:4" : "4:2:0";
  return image.jpeg({ quality, chromaSubsampling, optimiseCoding: false }).toBuffer();
}

function traitsOf(draw: ImageDraw, bytes: number): Payload["traits"] {
  const { format, width, height, quality, orientation } = draw;
  const bpp = Math.round((bytes * 8 * 100) / (width * height)) / 100;
  const common = { format, width, height, bpp };
  if (format === "png") return common;
  return format === "webp" ? { ...common, quality } : { ...common, quality, orientation };
}
