import type { RunFile } from "../../../../src/contracts/run-file.ts";
import type { Limit } from "../../charts/time-series.ts";
import { duration, exact, text } from "../../format/index.ts";

/** Colours of p50, p95 and p99, in this order, wherever they are drawn. */
export const LATENCY_COLORS: readonly string[] = ["--p50", "--p95", "--p99"];

/** The limits in ms that the run was held to, to be drawn across charts of response time. */
export function sloLimits({ plan }: Pick<RunFile, "plan">): Limit[] {
  return plan.slo
    .filter(({ metric }) => metric.kind === "percentile")
    .map(({ expression, limit }) => ({
      at: limit,
      label: `${expression} (${text(exact(duration(limit)))})`,
    }));
}
