import { setImmediate as turnOfTheLoop } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { Line } from "./line.ts";

describe("Line", () => {
  it("serves one at a time, first come, first served", async () => {
    const line = new Line();
    const served: string[] = [];
    const work = ["a", "b", "c"].map(async (name) => {
      const place = line.enter();
      await place.turn;
      served.push(`${name} begins`);
      await turnOfTheLoop();
      served.push(`${name} ends`);
      place.done();
    });
    expect(line.length).toBe(2);
    await Promise.all(work);
    expect(served).toEqual(["a", "b", "c"].flatMap((name) => [`${name} begins`, `${name} ends`]));
    expect(line.length).toBe(0);
  });

  it("passes over those who left; leaving in one's turn changes nothing", async () => {
    const line = new Line();
    const [first, second, third] = [line.enter(), line.enter(), line.enter()];
    expect(await first.turn).toBe("turn");
    second.leave();
    first.leave();
    expect(await second.turn).toBe("left");
    first.done();
    expect(await third.turn).toBe("turn");
  });

  it("sends everyone away when it closes, newcomers too", async () => {
    const line = new Line();
    const [first, second] = [line.enter(), line.enter()];
    line.close();
    expect(await first.turn).toBe("turn");
    expect(await second.turn).toBe("closed");
    first.done();
    expect(await line.enter().turn).toBe("closed");
  });
});
