import sharp from "sharp";
import { beforeAll, describe, expect, test } from "vitest";
import type { Payload } from "../../contracts/payload.ts";
import { parseInput } from "../parse.ts";
import { createImageGenerator } from "./render.ts";
import type { ImageSpec } from "./spec.ts";

async function make(spec: string, count: number): Promise<Payload[]> {
  const generate = await createImageGenerator(parseInput(spec) as ImageSpec, 42);
  const out: Payload[] = [];
  for (let index = 0; index < count; index++) out.push(await generate(index));
  return out;
}

describe("entropy", () => {
  let bpp: number[];

  beforeAll(async () => {
    const payloads = await make("image:jpeg,size=0.4..0.7MP", 80);
    bpp = payloads.map(({ traits }) => Number(traits["bpp"])).toSorted((a, b) => a - b);
  });

  // HTTP Archive, JPEG of about half a megapixel: tenth, median and ninetieth are .54, 1.71 and 5.53 bits a pixel.
  test.each([
    [0.1, 0.4, 0.9],
    [0.5, 1.3, 2.2],
    [0.9, 3.5, 6.5],
  ])("the %s quantile of bits a pixel is near that of photographs", (q, low, high) => {
    const value = bpp[Math.floor(q * bpp.length)];
    expect(value).toBeGreaterThan(low);
    expect(value).toBeLessThan(high);
  });
});

describe.each(["jpeg", "png", "webp"] as const)("a %s picture", (format) => {
  test("is what its payload says it is, and decodes without a warning", async () => {
    for (const payload of await make(`image:${format},size=100..700,exif=0.5`, 6)) {
      const { width, height, orientation } = payload.traits;
      const image = sharp(payload.bytes, { failOn: "warning" });
      const metadata = await image.metadata();
      expect(metadata).toMatchObject({ format, width, height, channels: 3 });
      expect(metadata.orientation ?? 1).toBe(orientation ?? 1);
      expect((await image.raw().toBuffer()).length).toBe(Number(width) * Number(height) * 3);
      expect(payload.dimension).toEqual({ unit: "pixels", value: Number(width) * Number(height) });
      expect(payload.mediaType).toBe(`image/${format}`);
    }
  });
});

test("some pictures say that they were held otherwise than upright", async () => {
  const payloads = await make("image:jpeg,size=64x48,exif=1", 12);
  const orientations = await Promise.all(
    payloads.map(async ({ bytes }) => (await sharp(bytes).metadata()).orientation),
  );
  expect(new Set(orientations).size).toBeGreaterThan(1);
  expect(orientations.every((orientation) => [3, 6, 8].includes(orientation!))).toBe(true);
});
