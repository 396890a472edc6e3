import { describe, expect, it } from "vitest";
import { findBoxes } from "./boxes.ts";
import type { ProbabilityMap } from "./boxes.ts";

/** A map of 64 x 64 with rectangles of one probability each: x, y, width, height, probability. */
function mapOf(...rectangles: [number, number, number, number, number][]): ProbabilityMap {
  const width = 64;
  const height = 64;
  const data = new Float32Array(width * height);
  for (const [left, top, w, h, probability] of rectangles) {
    for (let y = top; y < top + h; y++)
      data.fill(probability, y * width + left, y * width + left + w);
  }
  return { width, height, data };
}

describe("findBoxes", () => {
  it("grows the core by area x 1.5 / perimeter and scales it to the image", () => {
    // 20 x 10: 200 x 1.5 / 60 = 5 pixels of the map on each side
    const map = mapOf([20, 30, 20, 10, 0.875]);
    expect(findBoxes(map, 64, 64)).toEqual([{ x: 15, y: 25, width: 30, height: 20, score: 0.875 }]);
    expect(findBoxes(map, 640, 128)).toEqual([
      { x: 150, y: 50, width: 300, height: 40, score: 0.875 },
    ]);
  });

  it("stays inside the image", () => {
    const [box] = findBoxes(mapOf([0, 0, 64, 64, 1]), 100, 50);
    expect(box).toEqual({ x: 0, y: 0, width: 100, height: 50, score: 1 });
  });

  it("leaves out what is faint, unlikely on the whole, or thinner than three pixels", () => {
    expect(findBoxes(mapOf([5, 5, 20, 10, 0.29]), 64, 64)).toEqual([]);
    expect(findBoxes(mapOf([5, 5, 20, 10, 0.59]), 64, 64)).toEqual([]);
    expect(findBoxes(mapOf([5, 5, 20, 2, 1]), 64, 64)).toEqual([]);
    expect(findBoxes(mapOf([5, 5, 20, 3, 1]), 64, 64)).toHaveLength(1);
  });

  it("joins regions that touch at a corner and keeps others apart, from top to bottom", () => {
    const corner = mapOf([10, 10, 5, 5, 1], [15, 15, 5, 5, 1]);
    expect(findBoxes(corner, 64, 64)).toHaveLength(1);
    const apart = mapOf([40, 40, 6, 6, 0.75], [10, 10, 5, 5, 1], [16, 16, 5, 5, 0.875]);
    expect(findBoxes(apart, 64, 64).map(({ score }) => score)).toEqual([1, 0.875, 0.75]);
  });

  it("does not join the end of a row with the beginning of the next", () => {
    const map = mapOf([59, 10, 5, 5, 1], [0, 11, 5, 5, 1]);
    expect(findBoxes(map, 64, 64)).toHaveLength(2);
  });
});
