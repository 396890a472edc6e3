import * as fc from "fast-check";
import { expect, test } from "vitest";
import { escapeText, jsonForScript } from "./html-escape.ts";

const ATTACKS = ["</script>", "<!--", "]]>", "&lt;", "\u2028", "\u2029", "\ud800", "$&"];

test("any value reads back the same and holds nothing that ends a script element", () => {
  const text = fc.oneof(fc.string(), fc.constantFrom(...ATTACKS));
  const value = fc.dictionary(text, fc.oneof(text, fc.integer(), fc.array(text)));
  fc.assert(
    fc.property(value, (given) => {
      const json = jsonForScript(given);
      expect(json).not.toMatch(/[<>&\u2028\u2029]/);
      expect(JSON.parse(json)).toEqual(JSON.parse(JSON.stringify(given)));
    }),
  );
});

test("text becomes HTML that shows it", () => {
  expect(escapeText(`<b a="1" c='2'>&amp;`)).toBe(
    "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;amp;",
  );
});
