import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Parsed } from "./parsed.ts";
import {
  formatDuration,
  parseBytes,
  parseCount,
  parseDuration,
  parseRate,
  parseShare,
} from "./units.ts";

function valueOf<T>(parsed: Parsed<T>): T | string {
  return parsed.ok ? parsed.value : `expected ${parsed.expected}`;
}

function hintOf(parsed: Parsed<unknown>): string | undefined {
  return parsed.ok ? "(no mistake)" : parsed.hint;
}

describe("durations", () => {
  test.each([
    ["30s", 30_000],
    ["500ms", 500],
    ["2m", 120_000],
    ["1h", 3_600_000],
    ["1m30s", 90_000],
    ["1.5s", 1500],
    ["250us", 0.25],
    ["1_000ms", 1000],
    ["0", 0],
    [" 5s ", 5000],
  ])("%s is %d ms", (text, ms) => expect(valueOf(parseDuration(text))).toBe(ms));

  test.each(["", "s", "-1s", "1d", "30s:20", "fast", "1s2", "1e3s"])("%j is refused", (text) => {
    expect(parseDuration(text).ok).toBe(false);
  });

  test("a bare number is refused, and the hint says how to write it", () => {
    expect(hintOf(parseDuration("30"))).toContain("write 30s for seconds");
  });

  test("a unit written out gets the short one as a hint", () => {
    expect(hintOf(parseDuration("30 sec"))).toBe("Write 30s.");
    expect(hintOf(parseDuration("2minutes"))).toBe("Write 2m.");
  });

  test("what is printed can be read again", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10 * 3_600_000 }), (ms) => {
        expect(valueOf(parseDuration(formatDuration(ms)))).toBeCloseTo(ms, 6);
      }),
    );
  });
});

describe("rates", () => {
  test.each([
    ["50", 50],
    ["50/s", 50],
    ["100/1m", 100 / 60],
    ["100/m", 100 / 60],
    ["2k/s", 2000],
    ["0.5/s", 0.5],
    ["1/100ms", 10],
  ])("%s is %d a second", (text, rate) => expect(valueOf(parseRate(text))).toBeCloseTo(rate, 9));

  test.each(["", "/s", "50/", "50/0s", "50/s/s", "fast", "-5"])("%j is refused", (text) => {
    expect(parseRate(text).ok).toBe(false);
  });

  test("another tool's unit gets ours as a hint", () => {
    expect(hintOf(parseRate("50rps"))).toBe("Write 50/s.");
    expect(hintOf(parseRate("50 req/s"))).toBe("Write 50/s.");
  });
});

describe("counts", () => {
  test.each([
    ["500", 500],
    ["10k", 10_000],
    ["2M", 2_000_000],
    ["1_000", 1000],
    ["1.1k", 1100],
  ])("%s is %d", (text, count) => expect(valueOf(parseCount(text))).toBe(count));

  test.each(["", "1.5", "-1", "10kk", "ten", "1.0001k"])("%j is refused", (text) => {
    expect(parseCount(text).ok).toBe(false);
  });

  test("m is told from M", () => expect(hintOf(parseCount("2m"))).toBe("Write 2M for millions."));
});

describe("bytes", () => {
  test.each([
    ["256MB", 256e6],
    ["1GiB", 2 ** 30],
    ["4096", 4096],
    ["4096B", 4096],
    ["1.5kB", 1500],
    ["64 kib", 65_536],
  ])("%s is %d bytes", (text, bytes) => expect(valueOf(parseBytes(text))).toBe(bytes));

  test("a lone letter is ambiguous", () => {
    expect(hintOf(parseBytes("256m"))).toBe("Write 256MB (powers of 1000) or 256MiB.");
  });

  test.each(["", "MB", "1XB", "-1MB"])("%j is refused", (text) => {
    expect(parseBytes(text).ok).toBe(false);
  });
});

describe("shares", () => {
  test.each([
    ["0.1%", 0.001],
    ["5 %", 0.05],
    ["100%", 1],
    ["0.001", 0.001],
    ["0", 0],
  ])("%s is %d", (text, share) => expect(valueOf(parseShare(text))).toBeCloseTo(share, 12));

  test("a bare number of one or more is not taken for a share", () => {
    expect(hintOf(parseShare("1"))).toBe("Write 1% for percent.");
  });

  test.each(["", "101%", "-1%", "few"])("%j is refused", (text) => {
    expect(parseShare(text).ok).toBe(false);
  });
});
