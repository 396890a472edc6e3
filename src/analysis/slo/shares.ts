import type { Slo } from "../../contracts/plan.ts";
import type { SloResult } from "../../contracts/run-file.ts";
import { proportionInterval, ratioInterval } from "../../stats/index.ts";
import { okPerSecond } from "../load.ts";
import { counted, formatShare } from "../text.ts";
import { excludes, keeps, ratioOver } from "./counts.ts";
import type { SloInput } from "./counts.ts";

/** The share of failed and unfinished among sent requests, or of dropped among scheduled ones, against its limit. */
export function evaluateShare(slo: Slo, kind: "errors" | "dropped", input: SloInput): SloResult {
  const { sent, ok, scheduled, dropped } = input.measurement.requests;
  const [bad, all] = kind === "errors" ? [sent - ok, sent] : [dropped, scheduled];
  const share = ratioOver(
    input.slices,
    (slice) => (kind === "errors" ? slice.sent : slice.scheduled),
    (slice) => (kind === "errors" ? slice.sent - slice.ok : slice.dropped),
  );
  const value = bad / all;
  const interval = proportionInterval(share);
  const decisive = all > 0 && excludes(interval, slo.limit);
  const likely = `likely between ${formatShare(interval[0])} and ${formatShare(interval[1])}`;
  const note =
    all === 0 ? "no request was measured" : `${counted(bad, "request")} of ${all}, ${likely}`;
  return {
    expression: slo.expression,
    value: all === 0 ? null : value,
    limit: slo.limit,
    unit: "share",
    pass: all > 0 && keeps(slo, value),
    decisive,
    ...(decisive ? {} : { note }),
  };
}

/** Good answers a second against their limit. */
export function evaluateRate(slo: Slo, { measurement, slices }: SloInput): SloResult {
  const known = measurement.measuredMs > 0;
  const value = okPerSecond(measurement);
  const spread = ratioOver(
    slices,
    (slice) => slice.lengthMs / 1000,
    (slice) => slice.ok,
  );
  const interval = ratioInterval({ ...spread, ratio: value });
  return {
    expression: slo.expression,
    value: known ? value : null,
    limit: slo.limit,
    unit: "per-second",
    pass: known && keeps(slo, value),
    decisive: known && excludes(interval, slo.limit),
    ...(known ? {} : { note: "no time was measured" }),
  };
}
