import { describe, expect, test } from "vitest";
import { RunClock } from "./clock.ts";
import { choosePacing, Pacer } from "./pacer.ts";

describe("the choice of pacing", () => {
  test("spins where it is cheap or where cores are to spare, else sleeps", () => {
    expect(choosePacing(50, 1, 2)).toBe("hybrid");
    expect(choosePacing(1000, 1, 2)).toBe("timer");
    expect(choosePacing(1000, 1, 8)).toBe("hybrid");
    expect(choosePacing(undefined, 1, 8)).toBe("timer");
  });
});

describe.each(["timer", "hybrid"] as const)("%s pacing", (mode) => {
  test("never fires early, and fires everything", async () => {
    const clock = new RunClock();
    clock.setOrigin(0);
    const due = Array.from({ length: 40 }, (_, i) => clock.now() + 5 + i * 2.3);
    const fired: number[] = [];
    await new Promise<void>((resolve) => {
      const pacer = new Pacer(clock, mode, (now) => {
        while (fired.length < due.length && due[fired.length]! <= now) fired.push(now);
        if (fired.length < due.length) return due[fired.length]!;
        resolve();
        return Infinity;
      });
      pacer.wake();
    });
    expect(fired).toHaveLength(40);
    for (const [i, at] of fired.entries()) expect(at).toBeGreaterThanOrEqual(due[i]!);
  });
});
