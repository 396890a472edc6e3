import fc from "fast-check";
import { expect, test } from "vitest";
import { TimeQueue } from "./time-queue.ts";

test("users come out in the order of their times, whatever order they went in", () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), { maxLength: 200 }),
      (times) => {
        const queue = new TimeQueue();
        for (const [user, time] of times.entries()) queue.push(user, time);
        const out: number[] = [];
        for (let i = 0; i < times.length; i++) {
          const due = queue.nextTime;
          const user = queue.pop();
          expect(times[user]).toBe(due);
          out.push(due);
        }
        expect(out).toEqual([...times].sort((a, b) => a - b));
        expect(queue.nextTime).toBe(Infinity);
      },
    ),
  );
});
