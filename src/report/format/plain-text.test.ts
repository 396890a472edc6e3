import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { plainText } from "../format.ts";

describe("plainText", () => {
  test.each([
    ["\u001b[31mred\u001b[0m", "[31mred [0m"],
    ["a\r\nb\tc", "a b c"],
    ["\u009b2Jcleared", "2Jcleared"],
    ["\u001b]0;title\u0007done", "]0;title done"],
    ["evil\u202etxt.exe", "evil txt.exe"],
    ["zero\u200bwidth\ufeff", "zero width"],
    ["Grüße, 世界 🎉", "Grüße, 世界 🎉"],
    ["", ""],
  ])("%j becomes %j", (given, shown) => {
    expect(plainText(given)).toBe(shown);
  });

  test("cuts long texts and says so", () => {
    expect(plainText("abcdefgh", 5)).toBe("abcd…");
    expect(plainText("x".repeat(10_000_000), 40)).toHaveLength(40);
  });

  test("never lets a control character, a bidirectional override or half a surrogate pair through", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "binary" }),
        fc.integer({ min: 2, max: 60 }),
        (given, limit) => {
          const shown = plainText(given, limit);
          expect(shown.length).toBeLessThanOrEqual(limit);
          expect(shown).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\u202a-\u202e\u2066-\u2069]/u);
          expect(plainText(shown, limit)).toBe(shown);
        },
      ),
    );
  });
});
