import type { Slo } from "../../contracts/plan.ts";
import type { SloResult } from "../../contracts/run-file.ts";
import { ratioInterval } from "../../stats/index.ts";
import { counted } from "../text.ts";
import { excludes, isUpperBound, keeps, ratioOver } from "./counts.ts";
import type { SloInput } from "./counts.ts";

/**
 * The mean, smallest or largest response time against its limit. A failed, unfinished or dropped request counts as
 * infinitely slow, so that one of them makes mean and maximum infinite.
 */
export function evaluateExtreme(
  slo: Slo,
  kind: "mean" | "min" | "max",
  input: SloInput,
): SloResult {
  const { response, infinite, n } = input;
  const isInfinite = infinite > 0 && (kind !== "min" || response.count === 0);
  const value = isInfinite ? Infinity : response[kind];
  const pass = keeps(slo, value);
  const note = noteFor(kind, input, isInfinite, pass);
  return {
    expression: slo.expression,
    value: Number.isFinite(value) ? value : null,
    limit: slo.limit,
    unit: "ms",
    pass,
    decisive:
      n > 0 &&
      (isInfinite || (kind === "mean" ? meanIsClear(slo, input) : isSeen(slo, kind, pass))),
    ...(note === undefined ? {} : { note }),
  };
}

function meanIsClear(slo: Slo, { slices }: SloInput): boolean {
  const mean = ratioOver(
    slices,
    (slice) => slice.times.count,
    (slice) => slice.times.sum,
  );
  return excludes(ratioInterval(mean), slo.limit);
}

/** A time beyond a limit, once seen, stays seen; that none was seen bounds no other run. */
function isSeen(slo: Slo, kind: "min" | "max", pass: boolean): boolean {
  return isUpperBound(slo) === (kind === "max") ? !pass : pass;
}

function noteFor(
  kind: "mean" | "min" | "max",
  { infinite, n }: SloInput,
  isInfinite: boolean,
  pass: boolean,
): string | undefined {
  if (n === 0) return "no request was measured";
  if (isInfinite) {
    return `${counted(infinite, "request")} without a good answer: each counts as infinitely slow; bound them with errors<…`;
  }
  if (kind === "mean" || !pass) return undefined;
  return `the ${kind === "max" ? "longest" : "shortest"} of ${counted(n, "request")} bounds no other run`;
}
