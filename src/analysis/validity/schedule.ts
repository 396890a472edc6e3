import type { Measurement, ValidityReason } from "../../contracts/run-file.ts";
import { binomialInverse, LatencyHistogram, LEAST_BEYOND } from "../../stats/index.ts";
import { expectedArrivals } from "../load.ts";
import { smallestLatencyLimit } from "../slo/index.ts";
import { digits, formatMs, formatShare, grouped } from "../text.ts";
import {
  ACHIEVED_RATE,
  ARRIVAL_SIGMAS,
  LATENESS_FLOOR_MS,
  LATENESS_SHARE_OF_RESPONSE,
  LATENESS_SHARE_OF_SLO,
  LATENESS_SUSPECT_SHARE,
} from "../thresholds.ts";
import { above, below } from "./check.ts";
import { remedy } from "./remedy.ts";

/**
 * Highest lateness p99 the generator may have, ms: 2 % of the smallest latency SLO, 2 % of the response time's p99, and
 * 2 ms in any case.
 */
export function latenessLimit({ plan, histograms }: Measurement): number {
  const smallest = smallestLatencyLimit(plan.slo)?.limit ?? 0;
  const response = LatencyHistogram.fromData(histograms.response);
  const p99 = response.count === 0 ? 0 : response.quantile(0.99);
  return Math.max(
    LATENESS_FLOOR_MS,
    LATENESS_SHARE_OF_SLO * smallest,
    LATENESS_SHARE_OF_RESPONSE * p99,
  );
}

/** Of too few requests for a p99 this quantile of lateness decides. [J] */
const LATE_AS_A_RULE = 0.75;

/**
 * Requests left later than scheduled, waits for a free connection taken off: those are the target's or the plan's. With
 * too few requests for a p99 only what it surely exceeds is held against the generator.
 */
export function lateness(measurement: Measurement): ValidityReason | undefined {
  if (measurement.plan.load.model === "closed") return undefined;
  const times = LatencyHistogram.fromData(measurement.histograms.pacing);
  if (times.count === 0) return undefined;
  const invalid = latenessLimit(measurement);
  const few = times.count * 0.01 < LEAST_BEYOND;
  const sure = times.lowerEdge(Math.max(1, binomialInverse(0.025, times.count, 0.99)));
  const p99 = few ? sure : times.quantile(0.99);
  // of few requests one hiccup of the machine makes a p99: then only a generator that is late as a rule is disqualified
  const asRule = times.quantile(LATE_AS_A_RULE) > invalid;
  return above(
    p99,
    { suspect: LATENESS_SUSPECT_SHARE * invalid, invalid: few && !asRule ? Infinity : invalid },
    {
      code: "lateness",
      unit: "ms",
      message:
        `The generator sent late: p99 ${few ? "at least " : ""}${formatMs(p99)} after the intended time, ` +
        `at most ${formatMs(times.max)}; more than ${formatMs(invalid)} makes a run invalid.`,
      advice: remedy(measurement),
    },
  );
}

/**
 * The generator never came to requests that the schedule wanted. Dropped requests are not meant: the in-flight cap was
 * reached because answers did not come, and they count against the SLO instead.
 */
export function achievedRate(measurement: Measurement): ValidityReason | undefined {
  const { requests, plan, interrupted, measuredMs } = measurement;
  if (plan.load.model === "closed") return undefined;
  const counted = plan.load.maxRequests !== undefined || interrupted;
  const mean = counted ? 0 : expectedArrivals(plan.load, measuredMs);
  const chance = plan.load.arrivals === "poisson" ? ARRIVAL_SIGMAS * Math.sqrt(mean) : 1;
  const wanted = Math.max(requests.scheduled, mean - chance);
  const reached = requests.sent + requests.dropped;
  if (!(wanted > 0)) return undefined;
  return below(reached / wanted, ACHIEVED_RATE, {
    code: "achieved-rate",
    unit: "share",
    message:
      `The generator came to ${grouped(reached)} of ${grouped(wanted)} scheduled requests ` +
      `(${digits((100 * reached) / wanted)} %; ${formatShare(ACHIEVED_RATE.invalid)} is the least).`,
    advice: remedy(measurement),
  });
}
