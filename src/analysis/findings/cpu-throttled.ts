import { digits, formatShare } from "../text.ts";
import { THROTTLED, WINDOWS_SHOWING } from "../thresholds.ts";
import { mean } from "../window.ts";
import type { Rule, RuleResult } from "./rule.ts";
import type { Scene } from "./scene.ts";

/** The target's control group used up its CPU quota and was made to wait. */
export const cpuThrottledRule: Rule = {
  name: "cpu-throttled",
  conclusive: false,
  look({ windows, cpuLimit }: Scene): RuleResult {
    const shares = windows.map((window) => window.throttled).filter((share) => share !== undefined);
    const share = mean(shares);
    if (share === undefined || share <= THROTTLED) return {};
    const showing = shares.filter((value) => value > THROTTLED).length;
    const limit =
      cpuLimit === undefined ? "its CPU limit" : `its CPU limit of ${digits(cpuLimit)} cores`;
    return {
      finding: {
        rule: "cpu-throttled",
        verdict: `The kernel throttled the target in ${formatShare(share)} of the scheduler's periods: it runs into ${limit}.`,
        confidence: showing >= WINDOWS_SHOWING ? "medium" : "low",
        evidence: [
          {
            metric: "throttled periods",
            value: share,
            unit: "share",
            threshold: THROTTLED,
            source: "cpu.stat of the control group, nr_throttled / nr_periods",
          },
          ...(cpuLimit === undefined
            ? []
            : [{ metric: "CPU limit", value: cpuLimit, unit: "cores", source: "cpu.max" }]),
        ],
        advice:
          "Raise the CPU limit (docker run --cpus, resources.limits.cpu), or give the process no more threads than the limit " +
          "has cores (OMP_NUM_THREADS): threads that use up the quota together stop together.",
        runnerUp: "all-cores",
        nextTest:
          "Double the CPU limit and run the same plan: the tail of the response times falls if the quota was the limit.",
      },
    };
  },
};

/** Whether the quota explains why the target used all it was given. */
export function isThrottled({ windows }: Scene): boolean {
  const share = mean(
    windows.map((window) => window.throttled).filter((value) => value !== undefined),
  );
  return share !== undefined && share > THROTTLED;
}
