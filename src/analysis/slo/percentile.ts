import type { Slo } from "../../contracts/plan.ts";
import type { SloResult } from "../../contracts/run-file.ts";
import {
  effectiveSamples,
  LEAST_BEYOND,
  proportionInterval,
  rankOf,
  requestsNeeded,
  tailShare,
} from "../../stats/index.ts";
import { counted, formatMs, formatShare } from "../text.ts";
import { excludes, isUpperBound, ratioOver } from "./counts.ts";
import type { SloInput } from "./counts.ts";

/**
 * A percentile against its limit, decided on the exact count of requests over the limit and not on a bucket of the
 * histogram: by nearest rank the q-quantile is within the limit when at most n - ceil(q n) requests are over it. Failures,
 * drops and unfinished requests count as infinitely slow. The value itself is shown only where ten requests lie beyond it, as for
 * every percentile.
 */
export function evaluatePercentile(slo: Slo, q: number, input: SloInput): SloResult {
  const { n } = input;
  const { over, exact } = countOver(input, slo.limit);
  const within = over <= n - rankOf(q, n);
  const pass = n > 0 && within === isUpperBound(slo);
  const { interval, effectiveN } = shareOver(input, slo.limit, over, q);
  const decisive = excludes(interval, 1 - q);
  const shown = n * (1 - q) >= LEAST_BEYOND - 1e-6;
  const notes = [
    exact ? "" : "counted at the resolution of the histogram, 0.8 %",
    decisive
      ? shown
        ? ""
        : `${share(over, n)} over ${formatMs(slo.limit)}`
      : uncertainty(slo, q, over, n, effectiveN, interval),
    shown || n === 0 ? "" : "too few requests to show the value",
    percentileIsInfinite(input, q) ? infinity(input) : "",
  ].filter((text) => text !== "");
  return {
    expression: slo.expression,
    value: shown ? shownValue(input, slo.limit, q, within) : null,
    limit: slo.limit,
    unit: "ms",
    pass,
    decisive,
    ...(notes.length > 0 ? { note: notes.join("; ") } : {}),
  };
}

function share(over: number, n: number): string {
  return `${formatShare(over / n)} of ${counted(n, "request")} are`;
}

function countOver(
  { measurement, response, infinite }: SloInput,
  limitMs: number,
): { over: number; exact: boolean } {
  const counter = measurement.overLimit.find(([limit]) => limit === limitMs);
  if (counter !== undefined) return { over: counter[1], exact: true };
  return { over: response.countAbove(limitMs) + infinite, exact: false };
}

/**
 * The interval of the share over the limit, and the effective number of requests behind it: the smaller of what the
 * exceedances of the limit and those of the percentile itself suggest, since a limit that is hardly ever exceeded shows
 * nothing of how exceedances cluster.
 */
function shareOver(
  { slices, response, n }: SloInput,
  limitMs: number,
  over: number,
  q: number,
): { interval: readonly [number, number]; effectiveN: number } {
  const share = ratioOver(
    slices,
    (slice) => slice.sent + slice.dropped,
    (slice) => slice.times.countAbove(limitMs) + slice.sent - slice.ok + slice.dropped,
  );
  const tail = tailShare(
    response,
    q,
    slices.map((slice) => slice.times),
  );
  const clustering = tail.n > 0 ? effectiveSamples(tail) / tail.n : 1;
  const effectiveN = Math.min(effectiveSamples(share), clustering * n);
  const exactShare = { ...share, ratio: n > 0 ? over / n : 0 };
  return { interval: proportionInterval(exactShare, effectiveN), effectiveN };
}

function percentileIsInfinite({ n, infinite }: SloInput, q: number): boolean {
  return n > 0 && rankOf(q, n) > n - infinite;
}

/** The percentile with failures at infinity; held on the side of the limit that the exact count found. */
function shownValue(input: SloInput, limitMs: number, q: number, within: boolean): number | null {
  const { n, response } = input;
  if (n === 0 || percentileIsInfinite(input, q)) return null;
  const rank = rankOf(q, n);
  const value = response.atRank(rank);
  if (within === value <= limitMs) return value;
  return within ? response.lowerEdge(rank) : response.upperEdge(rank);
}

function uncertainty(
  slo: Slo,
  q: number,
  over: number,
  n: number,
  effectiveN: number,
  [low, high]: readonly [number, number],
): string {
  if (n === 0) return "no request was measured";
  const seen =
    `${share(over, n)} over ${formatMs(slo.limit)}, ` +
    `likely between ${formatShare(low)} and ${formatShare(high)}; ${formatShare(1 - q)} may be`;
  if (!isUpperBound(slo) || over > n * (1 - q) || effectiveN === 0)
    return `${seen}: another run may decide otherwise`;
  const design = n / effectiveN;
  const needed = Math.ceil(requestsNeeded(Math.round(over / design), q) * design) - n;
  return needed > 0
    ? `${seen}: about ${counted(needed, "more request")} would settle it`
    : `${seen}: close`;
}

function infinity({ measurement }: SloInput): string {
  const { sent, ok, unfinished, dropped } = measurement.requests;
  const parts = [
    [sent - ok - unfinished, "failed"],
    [unfinished, "unfinished"],
    [dropped, "dropped"],
  ] as const;
  const named = parts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  return `${named.join(", ")}: each counts as infinitely slow`;
}
