import { describe, expect, test } from "vitest";
import { ProgressLine, progressText } from "./progress.ts";
import { Terminal } from "./terminal.ts";
import type { Progress } from "./wiring.ts";

const LOAD: Progress = {
  phase: "load",
  fraction: 0.456,
  secondsLeft: 16.2,
  rate: 49.83,
  errors: 1,
  p99Ms: 212.4,
  inFlight: 12,
};

const CLEAR = "\r\u001b[2K";

function screen(isTTY: boolean, env: Record<string, string> = {}) {
  const written: string[] = [];
  const stream = { write: (text: string) => void written.push(text), isTTY, columns: 80 };
  return { written, terminal: new Terminal(stream, env) };
}

describe("the progress line", () => {
  test("has rate, errors, p99 so far and time left, within 80 columns", () => {
    const text = progressText(LOAD, false);
    expect(text).toBe(
      "load    #######......... 45%  17s left  49.8/s  1 error  p99 212 ms  12 in flight",
    );
    const busy = {
      ...LOAD,
      phase: "warm-up",
      rate: 12_345.6,
      errors: 0,
      p99Ms: 12_345,
      secondsLeft: 3725,
    } as const;
    const long = progressText({ ...busy, fraction: 1, inFlight: 1000 }, true);
    expect(long).toContain("12346/s  0 errors  p99 12.3 s");
    expect(long).toContain("1h2m left");
  });

  test("says nothing of what it does not know", () => {
    const text = progressText({ ...LOAD, p99Ms: undefined, secondsLeft: Infinity }, true);
    expect(text).not.toMatch(/p99|left|Infinity|NaN/);
    expect(progressText({ ...LOAD, phase: "inputs", fraction: 2 }, false)).toBe(
      "inputs  ################ 100%  17s left",
    );
  });

  test("is drawn over on a terminal, and cleared before anything else", () => {
    const { written, terminal } = screen(true, { LANG: "C.UTF-8" });
    const line = new ProgressLine(terminal, false);
    line.progress(LOAD);
    line.progress(LOAD);
    line.say("done");
    expect(written).toHaveLength(4);
    expect(written[1]).toMatch(/load {4}█+░+ 45%/u);
    expect(written[1]!.startsWith(CLEAR)).toBe(true);
    expect(written[1]!.length).toBeLessThanOrEqual(80 + 5);
    expect(written.slice(2)).toEqual([CLEAR, "done\n"]);
  });

  test.each([
    ["a pipe", false, {}],
    ["CI", true, { CI: "true" }],
    ["a dumb terminal", true, { TERM: "dumb" }],
  ])("is a line now and then on %s", (_, isTTY, env) => {
    const { written, terminal } = screen(isTTY, env);
    const line = new ProgressLine(terminal, false);
    line.phase("Preparing inputs");
    for (let i = 0; i < 100; i++) line.progress(LOAD);
    line.clear();
    expect(written).toHaveLength(2);
    expect(written.join("")).not.toContain("\r");
    expect(written.join("")).not.toContain("\u001b");
  });

  test("is silent when asked to be", () => {
    const { written, terminal } = screen(true);
    const line = new ProgressLine(terminal, true);
    line.phase("x");
    line.progress(LOAD);
    line.say("y");
    line.clear();
    expect(written).toEqual([]);
  });
});

describe("colours", () => {
  test.each([
    [true, {}, true, true],
    [true, {}, false, false],
    [true, { NO_COLOR: "1" }, true, false],
    [true, { NO_COLOR: "" }, true, true],
    [true, { CI: "true" }, true, false],
    [false, {}, true, false],
  ])("terminal %s, environment %j, wanted %s: %s", (isTTY, env, wanted, color) => {
    const stream = { write: () => {}, isTTY, columns: undefined };
    const terminal = new Terminal(stream, env as Record<string, string>, wanted);
    expect(terminal.color).toBe(color);
    expect(terminal.style("red", "x") !== "x").toBe(color);
  });
});
