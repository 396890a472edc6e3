import { expect, test } from "vitest";
import { monotonicNow, RunClock } from "./clock.ts";

test("run clocks made apart agree to within a fraction of a millisecond", () => {
  const origin = monotonicNow();
  const clocks = Array.from({ length: 5 }, () => new RunClock());
  for (const clock of clocks) clock.setOrigin(origin);
  // read between two readings of the first clock: the others cannot lie outside by more than their measured distance
  const before = clocks[0]!.now();
  const readings = clocks.map((clock) => clock.now());
  const after = clocks[0]!.now();
  for (const reading of readings) {
    expect(reading).toBeGreaterThan(before - 0.2);
    expect(reading).toBeLessThan(after + 0.2);
  }
});
