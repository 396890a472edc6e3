import { expect, test } from "vitest";
import { parseRange } from "./options.ts";
import { suggest } from "./suggest.ts";

test("a range is one number or two in order", () => {
  expect(parseRange("3")).toEqual({ min: 3, max: 3 });
  expect(parseRange("0.1..4")).toEqual({ min: 0.1, max: 4 });
  for (const wrong of ["", "4..1", "a", "1..", "..2", "-1", "1...2", "1e3"]) {
    expect(parseRange(wrong), wrong).toBeUndefined();
  }
});

test("a suggestion is near the word, or there is none", () => {
  const known = ["camera", "phone", "web"];
  expect(suggest("cammera", known)).toBe('did you mean "camera"?');
  expect(suggest("Fone", known)).toBe('did you mean "phone"?');
  expect(suggest("banana", known)).toBeUndefined();
  expect(suggest("", known)).toBeUndefined();
});
