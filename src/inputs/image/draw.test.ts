import { describe, expect, test } from "vitest";
import { parseInput } from "../parse.ts";
import { drawImage, type ImageDraw } from "./draw.ts";
import type { ImageSpec } from "./spec.ts";

const DRAWS = 4000;
/** Kolmogorov's 99.99 % point over the root of the sample's size; rounding to whole pixels adds a little. */
const KS_LIMIT = 2.23 / Math.sqrt(DRAWS) + 0.002;

function draws(spec: string, seed = 1): ImageDraw[] {
  const parsed = parseInput(spec) as ImageSpec;
  return Array.from({ length: DRAWS }, (_, index) => drawImage(parsed, seed, index));
}

/** Largest distance between the sample's distribution and the one asked for. */
function distance(values: readonly number[], cdf: (value: number) => number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return Math.max(
    ...sorted.map((value, i) => {
      const p = cdf(value);
      return Math.max(Math.abs(p - i / sorted.length), Math.abs(p - (i + 1) / sorted.length));
    }),
  );
}

const megapixels = ({ width, height }: ImageDraw): number => (width * height) / 1e6;
const share = (all: readonly ImageDraw[], holds: (draw: ImageDraw) => boolean): number =>
  all.filter(holds).length / all.length;

/** Normal distribution function (Abramowitz & Stegun 7.1.26, error below 1.5e-7). */
function phi(z: number): number {
  const t = 1 / (1 + (0.3275911 * Math.abs(z)) / Math.SQRT2);
  const poly =
    t *
    (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const upper = (poly * Math.exp((-z * z) / 2)) / 2;
  return z < 0 ? upper : 1 - upper;
}

describe("sizes are distributed as asked", () => {
  test("the longer side is uniform", () => {
    const longer = draws("image,size=640..1920").map(({ width, height }) =>
      Math.max(width, height),
    );
    expect(Math.min(...longer)).toBeGreaterThanOrEqual(640);
    expect(Math.max(...longer)).toBeLessThanOrEqual(1920);
    expect(distance(longer, (x) => (x - 639.5) / 1281)).toBeLessThan(KS_LIMIT);
  });

  test("an area in megapixels is log-uniform", () => {
    const areas = draws("image,size=0.1..4MP").map(megapixels);
    expect(distance(areas, (x) => Math.log(x / 0.1) / Math.log(40))).toBeLessThan(KS_LIMIT);
  });

  test("production is log-normal within its bounds", () => {
    const areas = draws("image").map(megapixels);
    const p = (x: number): number => phi(Math.log(x / 1.5) / 0.9);
    const cdf = (x: number): number => (p(x) - p(0.05)) / (p(12) - p(0.05));
    expect(distance(areas, cdf)).toBeLessThan(KS_LIMIT);
  });

  test("an aspect ratio in a range is log-uniform", () => {
    const ratios = draws("image,size=4MP,aspect=0.5..2").map(({ width, height }) => width / height);
    expect(distance(ratios, (x) => Math.log(x * 2) / Math.log(4))).toBeLessThan(KS_LIMIT);
  });

  test("the usual shapes come in both orientations, and many pictures have a shape of their own", () => {
    const all = draws("image,size=2MP");
    expect(share(all, ({ width, height }) => height > width)).toBeGreaterThan(0.3);
    expect(share(all, ({ width, height }) => width > height)).toBeGreaterThan(0.4);
    expect(new Set(all.map(({ width, height }) => `${width}x${height}`)).size).toBeGreaterThan(800);
  });

  test("alternatives come by their weights", () => {
    const all = draws("image:jpeg*3+webp,size=640x480*3+1000x500");
    expect(share(all, ({ format }) => format === "webp")).toBeCloseTo(0.25, 1);
    expect(share(all, ({ width, height }) => width === 640 && height === 480)).toBeCloseTo(0.75, 1);
    const cameras = draws("image,size=camera");
    expect(share(cameras, (draw) => Math.abs(megapixels(draw) - 12.19) < 0.1)).toBeCloseTo(
      48 / 73,
      1,
    );
  });
});

describe("everything else about a picture", () => {
  test("quality is uniform over its range", () => {
    const qualities = draws("image,quality=70..95").map(({ quality }) => quality);
    const counts = new Map<number, number>();
    for (const quality of qualities) counts.set(quality, (counts.get(quality) ?? 0) + 1);
    expect([...counts.keys()].toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: 26 }, (_, i) => 70 + i),
    );
    expect(Math.min(...counts.values())).toBeGreaterThan(DRAWS / 26 / 2);
  });

  test("the asked share of JPEG pictures is not upright, and none of another format", () => {
    expect(share(draws("image:jpeg,exif=30%"), ({ orientation }) => orientation !== 1)).toBeCloseTo(
      0.3,
      1,
    );
    expect(share(draws("image:png,exif=1"), ({ orientation }) => orientation !== 1)).toBe(0);
  });

  test("a picture depends on the seed and its number alone", () => {
    const spec = parseInput("image:mix") as ImageSpec;
    expect(drawImage(spec, 1, 900)).toEqual(draws("image:mix")[900]);
    expect(draws("image:mix", 2)[900]).not.toEqual(draws("image:mix", 1)[900]);
  });

  test("drawn sides are never degenerate", () => {
    const all = draws("image,size=20..40,aspect=1:50");
    expect(Math.min(...all.map(({ width }) => width))).toBe(16);
  });
});
