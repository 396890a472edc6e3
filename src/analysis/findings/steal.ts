import { formatShare } from "../text.ts";
import type { Rule, RuleResult } from "./rule.ts";
import type { Scene } from "./scene.ts";

/** The hypervisor took CPU time away from the machine. */
export const stealRule: Rule = {
  name: "steal",
  conclusive: true,
  look({ validity }: Scene): RuleResult {
    const reason = validity.reasons.find(
      ({ code, severity }) => code === "steal" && severity === "invalid",
    );
    if (reason === undefined) return {};
    return {
      finding: {
        rule: "steal",
        verdict: `Other tenants of the host took ${formatShare(reason.value)} of this machine's CPU time: its numbers are not the target's.`,
        confidence: "high",
        evidence: [
          {
            metric: "steal",
            value: reason.value,
            unit: "share",
            threshold: reason.limit,
            source: "/proc/stat",
          },
        ],
        advice: reason.advice,
        runnerUp: "all-cores",
        nextTest:
          "Repeat the same plan on a dedicated host: without steal, what remains is the target's own.",
      },
    };
  },
};
