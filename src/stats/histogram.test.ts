import * as fc from "fast-check";
import { expect, test } from "vitest";
import { bucketLowerMs, bucketOf, BUCKETS, bucketUpperMs, LONGEST_MS } from "./buckets.ts";
import { LatencyHistogram } from "./histogram.ts";
import { rankOf } from "./ranks.ts";

const RELATIVE_ERROR = 1 / 256;

const times = fc.array(fc.double({ min: 0.002, max: 1e8, noNaN: true }), {
  minLength: 1,
  maxLength: 200,
});

function filled(values: readonly number[]): LatencyHistogram {
  const histogram = new LatencyHistogram();
  for (const value of values) histogram.record(value);
  return histogram;
}

test("every bucket holds its lower edge and ends where the next begins", () => {
  for (let bucket = 1; bucket < BUCKETS; bucket++) {
    // half a bucket's width away from the edges, so that the factor of 1000 cannot round across them
    const middle = (bucketLowerMs(bucket) + bucketUpperMs(bucket)) / 2;
    expect(bucketOf(middle)).toBe(bucket);
    expect(bucketUpperMs(bucket - 1)).toBe(bucketLowerMs(bucket));
    expect(bucketUpperMs(bucket) / bucketLowerMs(bucket)).toBeLessThanOrEqual(1 + 1 / 128 + 1e-12);
  }
});

test("quantiles are within 0.39 % of the exact ones", () => {
  fc.assert(
    fc.property(times, fc.double({ min: 0, max: 1, noNaN: true }), (values, q) => {
      const exact = values.toSorted((a, b) => a - b)[rankOf(q, values.length) - 1]!;
      const read = filled(values).quantile(q);
      expect(Math.abs(read - exact)).toBeLessThanOrEqual(RELATIVE_ERROR * exact + 1e-12);
    }),
  );
});

test("a rank's edges enclose the exact value", () => {
  fc.assert(
    fc.property(times, fc.nat(), (values, pick) => {
      const rank = (pick % values.length) + 1;
      const exact = values.toSorted((a, b) => a - b)[rank - 1]!;
      const histogram = filled(values);
      expect(histogram.lowerEdge(rank)).toBeLessThanOrEqual(exact * (1 + 1e-12));
      expect(histogram.upperEdge(rank)).toBeGreaterThanOrEqual(exact * (1 - 1e-12));
    }),
  );
});

test("merging in any grouping gives the counts and extremes of recording everything at once", () => {
  fc.assert(
    fc.property(times, times, times, (a, b, c) => {
      const left = filled(a);
      left.merge(filled(b));
      left.merge(filled(c));
      const tail = filled(b);
      tail.merge(filled(c));
      const right = filled(a);
      right.merge(tail);
      const whole = filled([...a, ...b, ...c]).toData();
      for (const data of [left.toData(), right.toData()]) {
        expect({ ...data, sumMs: 0 }).toEqual({ ...whole, sumMs: 0 });
        expect(data.sumMs).toBeCloseTo(whole.sumMs, 3);
      }
    }),
  );
});

test("what was stored reads back as it was, also into a histogram that holds something", () => {
  fc.assert(
    fc.property(times, times, (a, b) => {
      const stored = JSON.parse(JSON.stringify(filled(a).toData()));
      expect(LatencyHistogram.fromData(stored).toData()).toEqual(filled(a).toData());
      const both = filled(b);
      both.addData(stored);
      expect(both.toData().counts).toEqual(filled([...a, ...b]).toData().counts);
    }),
  );
});

test("times below the resolution, negative, NaN and infinite ones have a defined place", () => {
  const histogram = filled([-3, -0, 0, Number.NaN, 0.0004, Infinity, -Infinity]);
  expect(histogram.count).toBe(6);
  expect(histogram.min).toBe(0);
  expect(histogram.max).toBe(LONGEST_MS);
  expect(histogram.quantile(0.5)).toBeLessThan(0.001);
  expect(histogram.toData().counts).toEqual([0, 5, BUCKETS - 1, 1]);
});

test("an empty histogram knows nothing", () => {
  const empty = new LatencyHistogram();
  for (const value of [empty.mean, empty.min, empty.max, empty.quantile(0.5), empty.upperEdge(1)]) {
    expect(value).toBeNaN();
  }
  expect(empty.countAbove(1)).toBe(0);
  expect(empty.toData()).toEqual({ precision: 7, counts: [], sumMs: 0 });
  empty.merge(new LatencyHistogram());
  expect(empty.count).toBe(0);
});

test("the count above a time leaves out the bucket of that time and is exact beyond the extremes", () => {
  const histogram = filled([10, 20, 20.01, 30, 40]);
  expect(histogram.countAbove(9.99)).toBe(5);
  expect(histogram.countAbove(20)).toBe(2);
  expect(histogram.countAbove(25)).toBe(2);
  expect(histogram.countAbove(40)).toBe(0);
});

test("the first and last ranks are exact, and so are mean and sum", () => {
  const histogram = filled([1.2345, 7.5, 99.8765]);
  expect(histogram.quantile(0)).toBe(1.2345);
  expect(histogram.quantile(1)).toBe(99.8765);
  expect(histogram.mean).toBeCloseTo((1.2345 + 7.5 + 99.8765) / 3, 12);
});

test.each([
  [{ precision: 8, counts: [], sumMs: 0 }, "precision 8, expected 7"],
  [{ precision: 7, counts: [BUCKETS, 1], sumMs: 0 }, `bucket ${BUCKETS}`],
  [{ precision: 7, counts: [5, 1, 4, 1], sumMs: 0 }, "bucket 4"],
  [{ precision: 7, counts: [5], sumMs: 0 }, "count undefined"],
  [{ precision: 7, counts: [5, -1], sumMs: 0 }, "count -1"],
])("damaged data is refused: %j", (data, message) => {
  expect(() => LatencyHistogram.fromData(data)).toThrow(message);
});
