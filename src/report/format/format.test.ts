import { describe, expect, test } from "vitest";
import * as fc from "fast-check";
import {
  between,
  byteRate,
  bytes,
  cores,
  count,
  duration,
  exact,
  pixels,
  quantity,
  rate,
  share,
  text,
  utc,
} from "../format.ts";

const plain = (shown: string): string => shown.replaceAll("\u00a0", " ");

describe("duration", () => {
  test.each([
    [0, "0 ms"],
    [0.0123, "12.3 µs"],
    [0.9996, "1.00 ms"],
    [0.25, "250 µs"],
    [2.3456, "2.35 ms"],
    [23.456, "23.5 ms"],
    [234.56, "235 ms"],
    [999.4, "999 ms"],
    [999.7, "1.00 s"],
    [12_340, "12.3 s"],
    [599_000, "599 s"],
    [600_000, "10.0 min"],
    [5_400_000, "90.0 min"],
    [7_200_000, "2.00 h"],
    [-1.5, "-1.50 ms"],
  ])("%f ms is %s", (ms, shown) => {
    expect(plain(text(duration(ms)))).toBe(shown);
  });

  test.each([null, undefined, Number.NaN, Infinity])("%s is a dash without a unit", (ms) => {
    expect(text(duration(ms))).toBe("–");
  });

  test("never shows a figure of 1000 or more, or of less than one, between 1 µs and 10 minutes", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 599_000, noNaN: true }), (ms) => {
        const figure = Number(duration(ms).value);
        expect(figure).toBeGreaterThanOrEqual(1);
        expect(figure).toBeLessThan(1000);
      }),
    );
  });

  test("stays within half a percent of the truth", () => {
    const factor: Record<string, number> = { µs: 0.001, ms: 1, s: 1000, min: 60_000, h: 3_600_000 };
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 1e8, noNaN: true }), (ms) => {
        const shown = duration(ms);
        const back = Number(shown.value.replaceAll(",", "")) * factor[shown.unit]!;
        expect(Math.abs(back - ms) / ms).toBeLessThanOrEqual(0.00501);
      }),
    );
  });
});

describe("sizes", () => {
  test.each([
    [0, "0 B"],
    [1023, "1,023 B"],
    [1024, "1.00 KiB"],
    [1_572_864, "1.50 MiB"],
    [3_221_225_472, "3.00 GiB"],
  ])("%d bytes are %s", (value, shown) => {
    expect(plain(text(bytes(value)))).toBe(shown);
  });

  test("a rate of bytes carries its second", () => {
    expect(plain(text(byteRate(2_097_152)))).toBe("2.00 MiB/s");
  });

  test.each([
    [640, "640 px"],
    [307_200, "0.307 MP"],
    [12_192_768, "12.2 MP"],
    [1.2e9, "1.20 GP"],
  ])("%d pixels are %s", (value, shown) => {
    expect(plain(text(pixels(value)))).toBe(shown);
  });
});

describe("shares, rates and counts", () => {
  test.each([
    [0, "0 %"],
    [0.00001, "< 0.01 %"],
    [0.0012, "0.12 %"],
    [0.5, "50 %"],
    [0.12345, "12.3 %"],
    [1, "100 %"],
    [0.99999, "> 99.95 %"],
  ])("a share of %f is %s", (value, shown) => {
    expect(plain(text(share(value)))).toBe(shown);
  });

  test("a failure is never rounded away, nor a success", () => {
    fc.assert(
      fc.property(fc.double({ min: Number.MIN_VALUE, max: 1 - 2 ** -53, noNaN: true }), (value) => {
        const shown = share(value).value;
        expect(shown).not.toBe("0");
        expect(shown).not.toBe("100");
      }),
    );
  });

  test("rates, counts and cores", () => {
    expect(plain(text(rate(49.96)))).toBe("50.0 /s");
    expect(plain(text(rate(12_345.6)))).toBe("12,346 /s");
    expect(text(count(1_234_567))).toBe("1,234,567");
    expect(plain(text(cores(0.984)))).toBe("0.98 cores");
  });
});

describe("quantities by the unit of a run file", () => {
  test("known units take their format, unknown ones stand as they are", () => {
    expect(plain(text(quantity(0.05, "share")))).toBe("5 %");
    expect(plain(text(quantity(1500, "ms")))).toBe("1.50 s");
    expect(plain(text(quantity(7, "connections")))).toBe("7 connections");
    expect(plain(text(quantity(1, "toString")))).toBe("1 toString");
    expect(text(quantity(null, "ms"))).toBe("–");
  });
});

describe("limits and intervals", () => {
  test("limits lose zeros that say nothing", () => {
    expect(plain(text(exact(duration(300))))).toBe("300 ms");
    expect(plain(text(exact(duration(1000))))).toBe("1 s");
    expect(plain(text(exact(duration(2500))))).toBe("2.5 s");
    expect(plain(text(exact(rate(50))))).toBe("50 /s");
  });

  test("an interval names its unit once, or each end's own", () => {
    expect(plain(between(duration(212), duration(240)))).toBe("212–240 ms");
    expect(plain(between(duration(980), duration(1200)))).toBe("980 ms – 1.20 s");
  });
});

test("instants are shown in UTC, whatever the reader's zone", () => {
  expect(utc("2026-11-22T16:40:05.123Z")).toBe("2026-11-22 16:40:05 UTC");
  expect(utc("yesterday")).toBe("yesterday");
});
