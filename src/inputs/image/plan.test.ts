import { describe, expect, test } from "vitest";
import type { GenerationPlan } from "../generate.ts";
import { parseInput } from "../parse.ts";
import { drawImage } from "./draw.ts";
import { planImages } from "./plan.ts";
import type { ImageSpec } from "./spec.ts";

const SEED = 5;

function plan(spec: string, count?: number): GenerationPlan {
  return planImages(parseInput(spec) as ImageSpec, {
    seed: SEED,
    count,
    memoryBytes: 2 ** 28,
    threads: 4,
    signal: undefined,
    space: () => undefined,
  });
}

function megapixels(spec: string, total: number): number {
  const draws = Array.from({ length: total }, (_, i) =>
    drawImage(parseInput(spec) as ImageSpec, SEED, i),
  );
  return draws.reduce((sum, { width, height }) => sum + (width * height) / 1e6, 0);
}

describe("the number of pictures when nobody says one", () => {
  test("is 200 where that is quick", () => {
    expect(plan("image,size=thumbnail")).toEqual({ total: 200, threads: 1, notes: [] });
  });

  test.each(["image", "image,size=web*1+phone*0.05", "image:jpeg,size=0.1..2MP"])(
    "keeps the work of %s to seconds, and says so",
    (spec) => {
      const { total, notes } = plan(spec);
      expect(total).toBeGreaterThan(16);
      expect(total).toBeLessThan(200);
      const work = megapixels(spec, total);
      expect(work).toBeLessThanOrEqual(100);
      expect(work).toBeGreaterThan(80);
      expect(notes).toEqual([expect.stringMatching(`^${total} pictures instead of 200`)]);
    },
  );

  test("is never so small that all are alike, nor do dearer formats take longer", () => {
    expect(plan("image,size=camera").total).toBe(16);
    expect(plan("image:png,size=1MP").total).toBeLessThan(plan("image:jpeg,size=1MP").total / 2);
  });
});

test("a number given is kept, the request's before the specification's", () => {
  expect(plan("image,size=phone,count=40")).toMatchObject({ total: 40, notes: [] });
  expect(plan("image,size=phone,count=40", 3)).toMatchObject({ total: 3, notes: [] });
});

test("threads are as many as there are cores, pictures and memory for raw pixels", () => {
  expect(plan("image", 100).threads).toBe(4);
  expect(plan("image,size=phone", 3).threads).toBe(3);
  expect(plan("image,size=10000x10000", 50).threads).toBe(4);
  expect(plan("image,size=64x64", 50).threads).toBe(1);
});
