import { describe, expect, test } from "vitest";
import type { RunSummary } from "../contracts/run-file.ts";
import { exitCodeOf } from "./exit-codes.ts";

type Judged = Parameters<typeof exitCodeOf>[0];

function judged(overrides: {
  interrupted?: boolean;
  verdict?: RunSummary["validity"]["verdict"];
  outcomes?: RunSummary["requests"]["outcomes"];
  passes?: readonly boolean[];
}): Judged {
  const { interrupted = false, verdict = "valid", outcomes = { ok: 10 }, passes = [] } = overrides;
  const sent = Object.values(outcomes).reduce((sum, count) => sum + count, 0);
  return {
    interrupted,
    validity: { verdict, reasons: [] },
    requests: {
      scheduled: sent,
      sent,
      ok: outcomes.ok ?? 0,
      failed: sent - (outcomes.ok ?? 0),
      unfinished: 0,
      dropped: 0,
      warmup: 0,
      outcomes,
    },
    slo: passes.map((pass) => {
      return { expression: "p99<1s", value: 1, limit: 1, unit: "ms", pass, decisive: true };
    }),
  };
}

describe("the exit code of a run", () => {
  test.each([
    ["all SLOs hold", judged({ passes: [true, true] }), 0],
    ["there is no SLO", judged({}), 0],
    ["one SLO failed", judged({ passes: [true, false] }), 99],
    ["the run is invalid, whatever the SLOs", judged({ verdict: "invalid", passes: [false] }), 96],
    ["a suspect run counts", judged({ verdict: "suspect", passes: [false] }), 99],
    [
      "nothing was ever reached",
      judged({
        outcomes: { "connect-refused": 5, "dns-error": 1 },
        verdict: "invalid",
        passes: [false],
      }),
      108,
    ],
    ["one answer is enough", judged({ outcomes: { "connect-refused": 5, "http-5xx": 1 } }), 0],
    ["a timeout had a connection", judged({ outcomes: { timeout: 5 } }), 0],
    [
      "the user interrupted it, whatever else",
      judged({
        interrupted: true,
        outcomes: { "connect-refused": 5 },
        verdict: "invalid",
        passes: [false],
      }),
      105,
    ],
  ])("%s", (_, run, code) => expect(exitCodeOf(run)).toBe(code));
});
