import type { Evidence } from "../../contracts/finding.ts";
import type { Measurement } from "../../contracts/run-file.ts";
import { measuredSeconds, okPerSecond } from "../load.ts";
import {
  BACKLOG_SHARE,
  BACKLOG_SIGMAS,
  SHORTFALL,
  SPINNING_PER_CORE,
  WAITING_PER_CORE,
} from "../thresholds.ts";

/** How much was asked of the target, to tell a resource that limits from one that is merely busy. */
export interface Demand {
  /** Requests in the system on average, waiting included: rate times mean time, Little's law. */
  readonly inSystem: number;
  readonly offeredPerSecond: number;
  readonly okPerSecond: number;
  /** Arrivals less completions over the last half of the window. */
  readonly backlogGrowth: number;
  readonly backlogGrows: boolean;
  readonly open: boolean;
}

export function readDemand(measurement: Measurement): Demand {
  const { histograms, requests, slices, measuredMs, plan } = measurement;
  const half = slices.slice(Math.floor(slices.length / 2));
  const arrived = half.reduce((sum, slice) => sum + slice.sent, 0);
  const completed = half.reduce((sum, slice) => sum + slice.completed, 0);
  const growth = arrived - completed;
  return {
    inSystem: (histograms.response.sumMs + histograms.failed.sumMs) / Math.max(measuredMs, 1),
    offeredPerSecond: requests.scheduled / measuredSeconds(measurement),
    okPerSecond: okPerSecond(measurement),
    backlogGrowth: growth,
    backlogGrows: growth > BACKLOG_SIGMAS * Math.sqrt(arrived) && growth > BACKLOG_SHARE * arrived,
    open: plan.load.model === "open",
  };
}

/**
 * Signs that requests want more than these busy cores give: some wait, the rate falls short, or the backlog grows. Empty
 * when there are none, and when fewer requests are in the system than cores are busy: then something else keeps the cores
 * busy, such as a loop that polls.
 */
export function signsOfDemand(demand: Demand, busyCores: number): Evidence[] {
  const { inSystem, offeredPerSecond, okPerSecond, open } = demand;
  if (inSystem < SPINNING_PER_CORE * busyCores) return [];
  const signs: Evidence[] = [];
  if (inSystem >= WAITING_PER_CORE * busyCores) {
    signs.push({
      metric: "requests in the system on average",
      value: inSystem,
      unit: "count",
      threshold: WAITING_PER_CORE * busyCores,
      source: "samples, rate times mean response time",
    });
  }
  if (open && okPerSecond < (1 - SHORTFALL) * offeredPerSecond) {
    signs.push({
      metric: "good answers",
      value: okPerSecond,
      unit: "per-second",
      threshold: (1 - SHORTFALL) * offeredPerSecond,
      source: "samples against the schedule",
    });
  }
  if (demand.backlogGrows) {
    signs.push({
      metric: "growth of the backlog over the last half",
      value: demand.backlogGrowth,
      unit: "count",
      threshold: 0,
      source: "samples, arrivals less completions",
    });
  }
  return signs;
}
