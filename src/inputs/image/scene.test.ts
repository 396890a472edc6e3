import { createHash } from "node:crypto";
import { beforeAll, describe, expect, test } from "vitest";
import { Scene, type SceneStyle } from "./scene.ts";
import { styleFor } from "./style.ts";
import { createTextures, type Textures } from "./texture.ts";

const ORDINARY: SceneStyle = styleFor(1.7, 85);
let textures: Textures;

beforeAll(() => {
  textures = createTextures();
});

function paint(width: number, height: number, seed: number, style = ORDINARY): Uint8ClampedArray {
  const pixels = new Uint8ClampedArray(width * height * 3);
  new Scene(textures, width, height, seed, style).paint(pixels);
  return pixels;
}

/** Green, which is nearly brightness. */
function greens(pixels: Uint8ClampedArray): number[] {
  return Array.from({ length: pixels.length / 3 }, (_, i) => pixels[3 * i + 1]!);
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]): number =>
    values.reduce((s, v) => s + v, 0) / values.length;
  const [ma, mb] = [mean(a), mean(b)];
  const cov = mean(a.map((v, i) => (v - ma) * (b[i]! - mb)));
  return cov / Math.sqrt(mean(a.map((v) => (v - ma) ** 2)) * mean(b.map((v) => (v - mb) ** 2)));
}

describe("the pixels of a scene", () => {
  test("are the same on every machine and Node version", () => {
    const hash = createHash("sha256")
      .update(paint(613, 401, 20_261_122))
      .digest("hex");
    expect(hash).toMatchInlineSnapshot(
      `"9f3f43ab490cc3f5c0f13e6d90d9700e5ea6af96768d5f1a81cb2da71b2ec089"`,
    );
  });

  test("differ from seed to seed", () => {
    expect(paint(64, 64, 1)).not.toEqual(paint(64, 64, 2));
  });

  test("fill every size, one pixel and a strip included", () => {
    for (const [width, height] of [
      [1, 1],
      [1, 300],
      [300, 1],
      [17, 5],
    ] as const) {
      const pixels = paint(width, height, 3, styleFor(8, 85));
      expect(new Set(pixels).size, `${width}x${height}`).toBeGreaterThan(1);
    }
  });
});

describe("a scene is photograph-like", () => {
  const width = 512;
  const scenes = (): number[][] => [1, 2, 3, 4].map((seed) => greens(paint(width, width, seed)));

  test("neither flat nor clipped", () => {
    for (const values of scenes()) {
      const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
      const deviation = Math.sqrt(
        values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length,
      );
      expect(deviation).toBeGreaterThan(20);
      expect(values.filter((v) => v === 0 || v === 255).length / values.length).toBeLessThan(0.2);
    }
  });

  test("nor noise: neighbours are alike, less so with distance", () => {
    for (const values of scenes()) {
      const shifted = (by: number): number =>
        correlation(values.slice(by, by + 40_000), values.slice(0, 40_000));
      const [near, far] = [shifted(1), shifted(100)];
      expect(near).toBeGreaterThan(0.85);
      expect(far).toBeLessThan(near - 0.1);
    }
  });

  test("its amplitude spectrum falls like that of photographs, slope about -1.2", () => {
    const slopes = scenes().map((values) => spectralSlope(values, width));
    const mean = slopes.reduce((sum, slope) => sum + slope, 0) / slopes.length;
    expect(mean).toBeGreaterThan(-1.5);
    expect(mean).toBeLessThan(-0.8);
  });
});

/**
 * Slope of log amplitude over log frequency of the two-dimensional picture. The power of its rows, whose frequencies
 * sum over the other axis, falls one power more slowly: amplitude² ~ f^(2s), rows ~ f^(2s+1).
 */
function spectralSlope(values: readonly number[], width: number): number {
  const frequencies = [2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64];
  const rows = Array.from({ length: 64 }, (_, i) =>
    values.slice(i * 8 * width, (i * 8 + 1) * width),
  );
  const points = frequencies.map((frequency) => {
    const power = rows.reduce((sum, row) => sum + rowPower(row, frequency), 0);
    return [Math.log(frequency), Math.log(power)] as const;
  });
  const mx = points.reduce((sum, [x]) => sum + x, 0) / points.length;
  const my = points.reduce((sum, [, y]) => sum + y, 0) / points.length;
  const rise = points.reduce((sum, [x, y]) => sum + (x - mx) * (y - my), 0);
  const run = points.reduce((sum, [x]) => sum + (x - mx) ** 2, 0);
  return (rise / run - 1) / 2;
}

/** Power at one frequency under a Hann window, whose skirts keep edges from leaking into high frequencies. */
function rowPower(row: readonly number[], frequency: number): number {
  const mean = row.reduce((sum, value) => sum + value, 0) / row.length;
  let real = 0;
  let imaginary = 0;
  row.forEach((value, x) => {
    const windowed = (value - mean) * (1 - Math.cos((2 * Math.PI * x) / row.length));
    const angle = (2 * Math.PI * frequency * x) / row.length;
    real += windowed * Math.cos(angle);
    imaginary += windowed * Math.sin(angle);
  });
  return real * real + imaginary * imaginary;
}
