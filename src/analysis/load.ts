import type { LoadPlan } from "../contracts/plan.ts";
import type { Measurement, RunSummary } from "../contracts/run-file.ts";

/** Measured seconds; at least a microsecond, so that rates of an empty run are 0 and not NaN. */
export function measuredSeconds(measurement: Measurement): number {
  return Math.max(measurement.measuredMs, 0.001) / 1000;
}

/** What was offered and sent. Rates are requests a second over the measured window. */
export function summariseLoad(measurement: Measurement): RunSummary["load"] {
  const { plan, requests, generator } = measurement;
  const seconds = measuredSeconds(measurement);
  const open = plan.load.model === "open";
  return {
    model: plan.load.model,
    offeredRate: open ? requests.scheduled / seconds : null,
    achievedRate: requests.sent / seconds,
    durationSeconds: measurement.measuredMs / 1000,
    warmupSeconds: plan.load.warmupSeconds,
    connections: plan.connections.count ?? Math.min(generator.connectionsOpened, inFlightCap(plan)),
    concurrency: plan.load.model === "closed" ? peakUsers(plan.load) : null,
  };
}

/** Good answers a second that were complete within the measured window. */
export function okPerSecond(measurement: Measurement): number {
  return (measurement.okInWindow ?? measurement.requests.ok) / measuredSeconds(measurement);
}

/** Good answers and bytes a second over the measured window. */
export function summariseThroughput(measurement: Measurement): RunSummary["throughput"] {
  const seconds = measuredSeconds(measurement);
  const total = (key: "bytesOut" | "bytesIn"): number =>
    measurement.slices.reduce((sum, slice) => sum + slice[key], 0);
  return {
    okPerSecond: okPerSecond(measurement),
    bytesOutPerSecond: total("bytesOut") / seconds,
    bytesInPerSecond: total("bytesIn") / seconds,
  };
}

/** Requests in flight at most: the cap of the open model or the users of the closed one, and the connections. */
export function inFlightCap({ load, connections }: Measurement["plan"]): number {
  const cap = load.model === "open" ? load.maxInFlight : peakUsers(load);
  return Math.min(cap, connections.count ?? Infinity);
}

/** Mean number of requests the schedule of an open load wants in its first `ms` milliseconds. */
export function expectedArrivals(load: LoadPlan & { model: "open" }, ms: number): number {
  let left = ms / 1000;
  let rate = load.startRate;
  let arrivals = 0;
  for (const { seconds, target } of load.stages) {
    const used = Math.min(seconds, left);
    const end = seconds > 0 ? rate + ((target - rate) * used) / seconds : target;
    arrivals += (used * (rate + end)) / 2;
    left -= used;
    rate = target;
  }
  return arrivals;
}

function peakUsers(load: LoadPlan & { model: "closed" }): number {
  return Math.max(load.startUsers, ...load.stages.map((stage) => stage.target));
}
