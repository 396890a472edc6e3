import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseSlo } from "./slo.ts";

function parsed(text: string): unknown {
  const result = parseSlo(text);
  return result.ok ? result.value : result;
}

describe("SLO expressions", () => {
  test.each([
    ["p(99)<300ms", { kind: "percentile", q: 0.99 }, "<", 300],
    ["p99<300ms", { kind: "percentile", q: 0.99 }, "<", 300],
    ["p(99.9) <= 1.5s", { kind: "percentile", q: 0.999 }, "<=", 1500],
    ["p99_9<1s", { kind: "percentile", q: 0.999 }, "<", 1000],
    ["p(95)<200", { kind: "percentile", q: 0.95 }, "<", 200],
    ["med<20ms", { kind: "percentile", q: 0.5 }, "<", 20],
    ["avg<80ms", { kind: "mean" }, "<", 80],
    ["max<2s", { kind: "max" }, "<", 2000],
    ["min>1ms", { kind: "min" }, ">", 1],
    ["errors<0.1%", { kind: "errors" }, "<", 0.001],
    ["errors<=0", { kind: "errors" }, "<=", 0],
    ["dropped<1%", { kind: "dropped" }, "<", 0.01],
    ["rate>40/s", { kind: "rate" }, ">", 40],
    ["rate>=600/1m", { kind: "rate" }, ">=", 10],
  ])("%s", (text, metric, comparison, limit) => {
    const slo = parsed(text) as { metric: { q?: number }; limit: number };
    expect(slo).toMatchObject({ expression: text, comparison });
    expect(slo.metric.q ?? 0).toBeCloseTo((metric as { q?: number }).q ?? 0, 12);
    expect(slo.metric).toMatchObject({ kind: metric.kind });
    expect(slo.limit).toBeCloseTo(limit, 12);
  });

  test.each([
    ["http_req_duration:p(95)<500", "Here write p(95)<500"],
    ["http_req_failed: rate<0.01", "Here write errors<1%"],
    ["http_req_duration", "Here write p(95)<500ms"],
    ["rate<0.01", "errors<1%"],
    ["errors==0", "errors<=0"],
    ["errors<5", "5%"],
    ["p(100)<1s", "max"],
    ["p(0)<1s", "min"],
    ["p99<1s && errors<1%", "SLO of its own"],
    ["erors<1%", "Did you mean errors?"],
    ["p(99)", "quotes"],
    ["p(99)<300 millis", "300ms"],
  ])("%s is refused with a hint", (text, hint) => {
    const result = parseSlo(text);
    expect(result.ok ? "accepted" : (result.hint ?? "no hint")).toContain(hint);
  });

  test("any text is read or refused, never thrown at", () => {
    const part = fc.constantFrom(
      "p",
      "99",
      "(",
      ")",
      "<",
      ">",
      "=",
      "ms",
      "%",
      "/s",
      "rate",
      "errors",
      " ",
      ":",
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 8 }), (parts) => {
        const result = parseSlo(parts.join(""));
        if (result.ok) expect(Number.isFinite(result.value.limit)).toBe(true);
        else expect(result.expected).not.toBe("");
      }),
    );
  });
});
