import type { Slo } from "../../contracts/plan.ts";
import type { Measurement, SloResult } from "../../contracts/run-file.ts";
import { readSloInput } from "./counts.ts";
import type { SloInput } from "./counts.ts";
import { evaluateExtreme } from "./extremes.ts";
import { evaluatePercentile } from "./percentile.ts";
import { evaluateRate, evaluateShare } from "./shares.ts";

/** Every SLO of the plan against what was measured, in the plan's order. */
export function evaluateSlos(measurement: Measurement): SloResult[] {
  if (measurement.plan.slo.length === 0) return [];
  const input = readSloInput(measurement);
  return measurement.plan.slo.map((slo) => evaluate(slo, input));
}

function evaluate(slo: Slo, input: SloInput): SloResult {
  const { metric } = slo;
  if (metric.kind === "percentile") return evaluatePercentile(slo, metric.q, input);
  if (metric.kind === "rate") return evaluateRate(slo, input);
  if (metric.kind === "errors" || metric.kind === "dropped") {
    return evaluateShare(slo, metric.kind, input);
  }
  return evaluateExtreme(slo, metric.kind, input);
}

/** The smallest limit on a response time among the SLOs, ms; undefined when there is none. */
export function smallestLatencyLimit(slos: readonly Slo[]): Slo | undefined {
  const times = slos.filter(
    ({ metric, comparison }) =>
      ["percentile", "mean", "max", "min"].includes(metric.kind) && comparison.startsWith("<"),
  );
  return times.toSorted((a, b) => a.limit - b.limit)[0];
}
