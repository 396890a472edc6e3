import fc from "fast-check";
import { expect, test } from "vitest";
import { WaitingLine } from "./waiting-line.ts";

test("first come, first served, and never more than its places", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 0, max: 8 }),
      fc.array(fc.boolean(), { maxLength: 100 }),
      (places, steps) => {
        const line = new WaitingLine(places);
        const model: number[] = [];
        for (const [sequence, push] of steps.entries()) {
          if (push) {
            const fits = model.length < places;
            expect(line.push(sequence, sequence * 2, sequence + 1, sequence + 0.5)).toBe(fits);
            if (fits) model.push(sequence);
          } else if (model.length > 0) {
            const first = model.shift()!;
            const { sequence: got, intended, user, since } = line;
            expect([got, intended, user, since]).toEqual([
              first,
              first * 2,
              first + 1,
              first + 0.5,
            ]);
            line.shift();
          }
          expect(line.length).toBe(model.length);
        }
      },
    ),
  );
});
