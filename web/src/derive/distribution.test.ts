import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { LatencyHistogram } from "../../../src/stats/index.ts";
import { decadeParts, logBars } from "./log-bins.ts";
import { percentileCurve } from "./percentile-curve.ts";

function histogram(times: readonly number[]): LatencyHistogram {
  const all = new LatencyHistogram();
  for (const time of times) all.record(time);
  return all;
}

const times = fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), {
  minLength: 1,
  maxLength: 200,
});

describe("bars on a logarithmic axis", () => {
  test("hold every sample once, side by side, and not more bars than can be seen", () => {
    fc.assert(
      fc.property(times, (values) => {
        const data = histogram(values).toData();
        const bars = logBars(data, decadeParts(data.minMs!, data.maxMs!));
        expect(bars.reduce((sum, bar) => sum + bar.count, 0)).toBe(values.length);
        expect(bars.length).toBeLessThanOrEqual(50);
        bars.slice(1).forEach((bar, i) => expect(bar.low).toBeCloseTo(bars[i]!.high, 9));
      }),
    );
  });

  test("a sample lies in its bar, but for the width of a bucket", () => {
    const bars = logBars(histogram([100]).toData(), 10);
    expect(bars).toHaveLength(1);
    expect(bars[0]!.low).toBeLessThanOrEqual(100.4);
    expect(bars[0]!.high).toBeGreaterThanOrEqual(99.6);
  });

  test("an empty histogram has no bars", () => {
    expect(logBars(new LatencyHistogram().toData(), 10)).toEqual([]);
  });
});

describe("the curve by percentile", () => {
  test("ends where ten samples are left beyond it", () => {
    const all = histogram(Array.from({ length: 1000 }, (_, i) => i + 1));
    const curve = percentileCurve(all.toData());
    expect(curve[0]).toEqual({ nines: 0, ms: 1 });
    expect(curve.at(-1)!.nines).toBeCloseTo(2, 9);
    expect(curve.at(-1)!.ms).toBeCloseTo(990, -1);
  });

  test("never falls, and is absent with ten samples or fewer", () => {
    fc.assert(
      fc.property(times, (values) => {
        const curve = percentileCurve(histogram(values).toData());
        expect(curve.length > 0).toBe(values.length > 10);
        curve.slice(1).forEach(({ ms }, i) => expect(ms).toBeGreaterThanOrEqual(curve[i]!.ms));
      }),
    );
  });
});
