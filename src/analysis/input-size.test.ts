import { expect, test } from "vitest";
import type { Dimension, PayloadInfo } from "../contracts/payload.ts";
import type { InputRecord } from "../contracts/run-file.ts";
import { Sfc32 } from "../stats/index.ts";
import { measurement } from "../../test/fixtures/measurement.ts";
import { fitInputSize } from "./input-size.ts";

function inputs(
  sizes: readonly number[],
  unit: Dimension["unit"] | undefined,
  meanOf: (size: number, i: number) => number | null,
): InputRecord {
  const pool = sizes.map((value, index): PayloadInfo => {
    const dimension = unit === undefined ? undefined : { unit, value };
    return { index, payloadBytes: value, bodyBytes: value + 200, dimension, traits: {} };
  });
  return {
    ...measurement({ seconds: 1 }).inputs,
    pool,
    sentByPayload: sizes.map(() => 10),
    meanResponseByPayload: sizes.map(meanOf),
  };
}

const PIXELS = Array.from({ length: 60 }, (_, i) => 200_000 + 150_000 * i);

test("fixed cost and cost a megapixel are found under noise and a few wild payloads", () => {
  const rng = new Sfc32(8);
  const fit = fitInputSize(
    inputs(PIXELS, "pixels", (pixels, i) =>
      i % 10 === 3 ? 4000 : 22 + 26e-6 * pixels + 4 * (rng.float() - 0.5),
    ),
  )!;
  expect(fit).toMatchObject({ unit: "pixels", per: "megapixel" });
  expect(Math.abs(fit.slopeMs - 26)).toBeLessThan(1);
  expect(Math.abs(fit.fixedMs - 22)).toBeLessThan(4);
  expect(fit.leastSquares.r2).toBeLessThan(0.5);
  expect(fit.points[0]).toMatchObject({ size: 0.2, sent: 10 });
});

test("time that depends on size alone is wholly explained by it", () => {
  const fit = fitInputSize(inputs(PIXELS, "pixels", (pixels) => 5 + pixels / 1e5))!;
  expect(fit.leastSquares.r2).toBeCloseTo(1, 9);
  expect(fit.fixedMs).toBeCloseTo(5, 6);
});

test("payloads without a dimension count by their bytes", () => {
  const fit = fitInputSize(inputs(PIXELS, undefined, (bytes) => bytes / 1e5))!;
  expect(fit).toMatchObject({ unit: "bytes", per: "megabyte" });
  expect(fit.slopeMs).toBeCloseTo(10, 6);
});

test.each([
  ["four sizes", inputs([1e6, 2e6, 3e6, 4e6], "pixels", (size) => size)],
  ["sizes all alike", inputs([10, 11, 12, 13, 14], "tokens", (size) => size)],
  ["no answers", inputs(PIXELS, "pixels", () => null)],
  ["an empty pool", inputs([], "pixels", () => null)],
])("there is no fit for %s", (_, record) => {
  expect(fitInputSize(record)).toBeUndefined();
});
