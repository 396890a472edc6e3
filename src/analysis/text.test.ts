import { expect, test } from "vitest";
import { counted, digits, formatMs, formatRate, formatShare, grouped } from "./text.ts";

test.each([
  [formatMs(0.42), "0.42 ms"],
  [formatMs(14.23), "14.2 ms"],
  [formatMs(9999), "9,999 ms"],
  [formatMs(12_345), "12.3 s"],
  [formatShare(0.0042), "0.42 %"],
  [formatShare(0.12), "12 %"],
  [formatShare(0), "0 %"],
  [formatRate(49.84), "49.8/s"],
  [digits(1234.6), "1,235"],
  [digits(0.00001), "0.00001"],
  [digits(Number.NaN), "unknown"],
  [digits(Infinity), "infinite"],
  [grouped(1_234_567), "1,234,567"],
  [counted(1, "request"), "1 request"],
  [counted(2, "request"), "2 requests"],
])("%s", (text, expected) => {
  expect(text).toBe(expected);
});
