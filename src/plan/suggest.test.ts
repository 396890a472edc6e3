import { expect, test } from "vitest";
import { editDistance, suggest } from "./suggest.ts";

test.each([
  ["", "", 0],
  ["rate", "rate", 0],
  ["rate", "tare", 2],
  ["rate", "raet", 1],
  ["kitten", "sitting", 3],
  ["", "abc", 3],
])("%s and %s are %d edits apart", (a, b, distance) => {
  expect(editDistance(a, b)).toBe(distance);
  expect(editDistance(b, a)).toBe(distance);
});

test("the nearest word is suggested, and a far one is not", () => {
  const words = ["rate", "duration", "connections", "concurrency"];
  expect(suggest("duraton", words)).toBe("duration");
  expect(suggest("Rate", words)).toBe("rate");
  expect(suggest("conc", words)).toBe("concurrency");
  expect(suggest("banana", words)).toBeUndefined();
});
