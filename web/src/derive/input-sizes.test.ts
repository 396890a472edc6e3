import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PayloadInfo } from "../../../src/contracts/payload.ts";
import type { InputRecord } from "../../../src/contracts/run-file.ts";
import { aspectRatio, barsOf, spreadsWide, weighted } from "./input-sizes.ts";

const payload = (index: number, traits: PayloadInfo["traits"]): PayloadInfo => ({
  index,
  payloadBytes: 100 * (index + 1),
  bodyBytes: 120 * (index + 1),
  dimension: undefined,
  traits,
});

test("an input counts as often as it was sent; one never sent does not", () => {
  const inputs = {
    pool: [payload(0, {}), payload(1, {}), payload(2, {})],
    sentByPayload: [3, 0, 1],
  } as unknown as InputRecord;
  expect(weighted(inputs, ({ payloadBytes }) => payloadBytes)).toEqual([
    { value: 100, weight: 3 },
    { value: 300, weight: 1 },
  ]);
  expect(weighted(inputs, ({ dimension }) => dimension?.value)).toEqual([]);
});

test("an aspect ratio needs a width and a height", () => {
  expect(aspectRatio(payload(0, { width: 400, height: 300 }))).toBeCloseTo(4 / 3, 12);
  expect(aspectRatio(payload(0, { width: 400, height: 0 }))).toBeUndefined();
  expect(aspectRatio(payload(0, { width: "400", height: 300 }))).toBeUndefined();
});

describe("bars", () => {
  const values = fc.array(
    fc.record({
      value: fc.double({ min: 0.001, max: 1e9, noNaN: true }),
      weight: fc.integer({ min: 1, max: 50 }),
    }),
    { minLength: 1, maxLength: 60 },
  );

  test("hold the whole weight, on either axis", () => {
    fc.assert(
      fc.property(values, fc.boolean(), (all, log) => {
        const total = all.reduce((sum, { weight }) => sum + weight, 0);
        expect(barsOf(all, log).reduce((sum, bar) => sum + bar.count, 0)).toBe(total);
      }),
    );
  });

  test("equal values are one bar without width; no values are none", () => {
    expect(barsOf([{ value: 5, weight: 2 }], false)).toEqual([{ low: 5, high: 5, count: 2 }]);
    expect(barsOf([], true)).toEqual([]);
  });

  test("only wide spreads of positive values take a logarithmic axis", () => {
    const spread = (...all: number[]): boolean =>
      spreadsWide(all.map((value) => ({ value, weight: 1 })));
    expect(spread(1, 100)).toBe(true);
    expect(spread(1, 3)).toBe(false);
    expect(spread(0, 100)).toBe(false);
  });
});
