import { expect, test } from "vitest";
import { hashSequence, seedFor, Sfc32 } from "./random.ts";

test("the same seed and stream give the same sequence, another stream another", () => {
  const draw = (seed: number, stream: number): number[] => {
    const rng = new Sfc32(seed, stream);
    return Array.from({ length: 8 }, () => rng.uint32());
  };
  expect(draw(42, 1)).toEqual(draw(42, 1));
  expect(draw(42, 1)).not.toEqual(draw(42, 2));
  expect(draw(42, 1)).not.toEqual(draw(43, 1));
});

test("floats lie in [0, 1) and are uniform by a Kolmogorov-Smirnov test at the 0.1 % level", () => {
  const rng = new Sfc32(7);
  const values = Array.from({ length: 20_000 }, () => rng.float()).sort((a, b) => a - b);
  expect(values[0]).toBeGreaterThanOrEqual(0);
  expect(values.at(-1)).toBeLessThan(1);
  const distance = Math.max(...values.map((v, i) => Math.abs(v - (i + 0.5) / values.length)));
  expect(distance).toBeLessThan(1.95 / Math.sqrt(values.length));
});

test("seeds of parts differ and do not depend on each other", () => {
  const seeds = new Set([
    seedFor(1, "arrivals"),
    seedFor(1, "pick"),
    seedFor(2, "arrivals"),
    seedFor(1, "input", 3),
    seedFor(1, "input", 4),
  ]);
  expect(seeds.size).toBe(5);
});

test("hashes of neighbouring sequence numbers are spread evenly", () => {
  const buckets = Array.from({ length: 16 }, () => 0);
  for (let i = 0; i < 16_000; i++) buckets[hashSequence(99, i) % 16]!++;
  const chiSquare = buckets.reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
  expect(chiSquare).toBeLessThan(37.7); // 15 degrees of freedom, 0.1 %
});
