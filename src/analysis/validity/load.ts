import type { Measurement, ValidityReason } from "../../contracts/run-file.ts";
import {
  batchRatio,
  LatencyHistogram,
  partition,
  ratioInterval,
  tFactor,
} from "../../stats/index.ts";
import { inFlightCap, measuredSeconds } from "../load.ts";
import { digits, formatMs, formatRate, grouped } from "../text.ts";
import { LITTLE_RELATIVE, LITTLE_REQUESTS, LITTLE_SIGMAS, LITTLE_WINDOW } from "../thresholds.ts";

export function noRequests({ requests }: Measurement): ValidityReason | undefined {
  if (requests.sent > 0) return undefined;
  return {
    code: "no-requests",
    severity: "invalid",
    value: 0,
    limit: 1,
    unit: "count",
    message: "No request was measured.",
    advice: "Run longer, or with a shorter warm-up.",
  };
}

/**
 * Requests were dropped although the target could not have answered fast enough for the cap: even at its shortest service
 * times the rate needs more requests in flight than the plan allows. Otherwise drops are the target's and no reason here.
 */
export function inFlight(measurement: Measurement): ValidityReason | undefined {
  const { requests, histograms, plan, canary } = measurement;
  const service = LatencyHistogram.fromData(histograms.service);
  if (requests.dropped === 0 || service.count === 0) return undefined;
  const shortest = Math.min(service.min, canary?.outcome === "ok" ? canary.serviceMs : Infinity);
  const rate = requests.scheduled / measuredSeconds(measurement);
  const needed = (rate * shortest) / 1000;
  const cap = inFlightCap(plan);
  if (needed <= cap) return undefined;
  return {
    code: "in-flight-cap",
    severity: "suspect",
    value: needed,
    limit: cap,
    unit: "count",
    message:
      `${grouped(requests.dropped)} requests were dropped, but ${formatRate(rate)} need ${digits(needed)} in flight ` +
      `even if every answer took the shortest time seen (${formatMs(shortest)}): the cap of ${cap} is too low for this rate.`,
    advice: `Allow more requests in flight (--connections ${Math.ceil(2 * needed)} or more).`,
  };
}

/**
 * Little's law, N = X R: requests in the system by counting arrivals and completions must agree with their rate times their
 * mean time, which is measured apart. It exposes wrong averages and lost requests (wg/wrk#114).
 */
export function littlesLaw(measurement: Measurement): ValidityReason | undefined {
  const { histograms, slices, measuredMs, plan } = measurement;
  // with a warm-up the number in the system at the start is not known
  if (plan.load.warmupSeconds > 0) return undefined;
  const times = LatencyHistogram.fromData(histograms.response);
  times.addData(histograms.failed);
  if (slices.length < 2 || measuredMs < LITTLE_WINDOW * times.mean) return undefined;
  const byTime = times.sum / measuredMs;
  const counts = inSystem(measurement);
  const batches = partition(counts).map((part) => ({
    n: part.length,
    sum: part.reduce((sum, count) => sum + count, 0),
  }));
  const byCount = batchRatio(batches);
  const error =
    LITTLE_SIGMAS * ((ratioInterval(byCount)[1] - byCount.ratio) / tFactor(byCount.degrees));
  const allowed = LITTLE_REQUESTS + Math.max(LITTLE_RELATIVE * byTime, error);
  const difference = Math.abs(byCount.ratio - byTime);
  if (!(difference > allowed)) return undefined;
  return {
    code: "littles-law",
    severity: "suspect",
    value: difference,
    limit: allowed,
    unit: "count",
    message:
      `Arrivals and completions put ${digits(byCount.ratio)} requests in the system on average, ` +
      `rate times response time ${digits(byTime)}: requests or times were miscounted.`,
    advice: "Report this run: by Little's law the two must agree.",
  };
}

/** Requests intended and not yet complete, at the middle of each slice's ends. */
function inSystem({ slices }: Measurement): number[] {
  let now = 0;
  return slices.map(({ sent, completed }) => {
    const before = now;
    now += sent - completed;
    return (before + now) / 2;
  });
}
