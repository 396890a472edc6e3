import type { Evidence } from "../../contracts/finding.ts";
import type { ValidityReason } from "../../contracts/run-file.ts";
import { GENERATOR_CODES } from "../validity/index.ts";
import type { Rule, RuleResult } from "./rule.ts";
import type { Scene } from "./scene.ts";

const SOURCES: Readonly<Record<string, string>> = {
  "generator-cpu": "/proc of the generator's threads",
  "event-loop": "event loop of the workers",
  "file-descriptors": "/proc of the generator",
  ports: "sockets of the machine",
  "worker-lost": "coordinator of the workers",
};
const FROM_SAMPLES = "samples, intended against sent";

/** The generator could not keep up, so that the run says nothing of the target. */
export const generatorRule: Rule = {
  name: "generator",
  conclusive: true,
  look({ validity }: Scene): RuleResult {
    const reasons = validity.reasons.filter(
      ({ code, severity }) => severity === "invalid" && GENERATOR_CODES.has(code),
    );
    const first = reasons[0];
    if (first === undefined) return {};
    return {
      finding: {
        rule: "generator",
        verdict: `The load generator was the limit, not the target: ${lowerFirst(first.message)}`,
        confidence: reasons.length > 1 ? "high" : "medium",
        evidence: reasons.map(toEvidence),
        advice: first.advice,
        nextTest:
          "Run `kneepoint doctor` for what this machine can send, then repeat with more workers or from another machine: " +
          "if the numbers change, they were the generator's.",
      },
    };
  },
};

function toEvidence({ code, value, unit, limit }: ValidityReason): Evidence {
  return { metric: code, value, unit, threshold: limit, source: SOURCES[code] ?? FROM_SAMPLES };
}

function lowerFirst(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}
