import { describe, expect, test } from "vitest";
import type { LatencySummary, RunFile } from "../../../src/contracts/run-file.ts";
import { LatencyHistogram } from "../../../src/stats/index.ts";
import { percentileLabel, whyAbsent } from "./absent.ts";
import { clockSentence } from "./clock-sentence.ts";
import { outcomeRows } from "./outcome-rows.ts";
import { phaseShares } from "./phase-shares.ts";

const summary = (n: number, more: Partial<LatencySummary> = {}): LatencySummary => ({
  n,
  ci: {},
  notes: [],
  ...more,
});

const VALID = { verdict: "valid", reasons: [] } as const;

describe("why a percentile is absent", () => {
  const few = summary(812, {
    notes: [
      "p99 not shown: 812 samples leave 8.12 beyond it and 10 are needed.",
      "p99.9 not shown: needs 10,000 samples.",
    ],
  });

  test("is the note on that percentile, not on its neighbour", () => {
    expect(whyAbsent(few, "p99")).toBe("812 samples leave 8.12 beyond it and 10 are needed.");
    expect(whyAbsent(few, "p99_9")).toBe("needs 10,000 samples.");
    expect(percentileLabel("p99_9")).toBe("p99.9");
  });

  test("is said in other words where there is no note", () => {
    expect(whyAbsent(few, "p90")).toBe("too few samples (812)");
    expect(whyAbsent(summary(0), "p50")).toBe("no samples");
  });
});

describe("what the clocks say", () => {
  function sentence(response: number, lateness: number, own: number): string {
    const pacing = new LatencyHistogram();
    for (let i = 0; i < 2000; i++) pacing.record(own);
    return clockSentence({
      validity: VALID,
      latencyMs: {
        response: summary(2000, { p99: response }),
        service: summary(2000, { p99: response - lateness }),
        lateness: summary(2000, { p99: lateness }),
      },
      histograms: { pacing: pacing.toData() },
    } as unknown as RunFile);
  }

  test("on time: the numbers are the target's", () => {
    expect(sentence(100, 0.3, 0.3)).toMatch(/^Requests left on time \(lateness 300\sµs at p99\)/);
  });

  test("late for want of a connection is not the generator's fault", () => {
    expect(sentence(100, 60, 0.2)).toMatch(/left late.*waiting for a free connection/);
    expect(sentence(100, 10, 0.2)).toMatch(/slightly late.*10\s%.*free connection/);
  });

  test("late by itself is", () => {
    expect(sentence(100, 60, 58)).toMatch(/because the generator was behind its schedule/);
  });

  test("nothing to compare is said", () => {
    const none = { response: summary(0), service: summary(0), lateness: summary(3) };
    expect(clockSentence({ latencyMs: none, validity: VALID } as unknown as RunFile)).toMatch(
      /No request succeeded/,
    );
    const few = { response: summary(3), service: summary(3), lateness: summary(3) };
    expect(clockSentence({ latencyMs: few, validity: VALID } as unknown as RunFile)).toMatch(
      /Too few/,
    );
  });
});

describe("where the average request's time went", () => {
  test("what only some requests pay is spread over all of them", () => {
    const phases = { connect: summary(10, { mean: 20 }), wait: summary(100, { mean: 8 }) };
    const shares = phaseShares({ latencyMs: { phases } } as unknown as RunFile);
    expect(shares).toEqual([
      { phase: "connect", meanMs: 2, share: 0.2 },
      { phase: "wait", meanMs: 8, share: 0.8 },
    ]);
  });

  test("no phases, no shares", () => {
    expect(phaseShares({ latencyMs: { phases: {} } } as unknown as RunFile)).toEqual([]);
  });
});

describe("outcomes", () => {
  const requests = (outcomes: object, dropped: number): Parameters<typeof outcomeRows>[0] => ({
    requests: {
      scheduled: 200,
      sent: 190,
      ok: 100,
      failed: 0,
      unfinished: 0,
      warmup: 0,
      dropped,
      outcomes,
    },
  });

  test("ok first, then the most frequent; dropped ones too, none that did not occur", () => {
    const rows = outcomeRows(requests({ ok: 2, timeout: 90, reset: 98 }, 10));
    expect(rows.map(({ outcome, count }) => [outcome, count])).toEqual([
      ["ok", 2],
      ["reset", 98],
      ["timeout", 90],
      ["dropped", 10],
    ]);
    expect(rows.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
    expect(rows.every(({ meaning }) => meaning.length > 0)).toBe(true);
  });
});
