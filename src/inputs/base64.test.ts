import * as fc from "fast-check";
import { test, expect } from "vitest";
import { layBase64 } from "./base64.ts";

test("bytes come out as Node encodes them, and nothing around them is touched", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), (raw) => {
      const wanted = Buffer.from(raw).toString("base64");
      const target = Buffer.alloc(wanted.length + 2, "#");
      layBase64(raw, target, 1);
      expect(target.toString("latin1")).toBe(`#${wanted}#`);
    }),
  );
});
