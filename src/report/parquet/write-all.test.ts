import * as fc from "fast-check";
import { expect, test } from "vitest";
import { partsAfter } from "./write-all.ts";

test("nothing is written twice or left out, wherever the kernel stops", () => {
  const parts = fc.array(fc.uint8Array({ minLength: 1, maxLength: 9 }), { maxLength: 6 });
  fc.assert(
    fc.property(parts, fc.nat(60), (given, stop) => {
      const whole = Buffer.concat(given);
      const written = Math.min(stop, whole.length);
      const rest = partsAfter(given, written);
      expect(Buffer.concat([whole.subarray(0, written), ...rest])).toEqual(whole);
      expect(rest.some((part) => part.length === 0)).toBe(false);
    }),
  );
});
