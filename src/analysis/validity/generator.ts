import type { Measurement, ValidityReason } from "../../contracts/run-file.ts";
import { digits, formatMs, formatShare } from "../text.ts";
import { CLOSED_GENERATOR, GENERATOR_CORE, LATENESS_RISE } from "../thresholds.ts";
import { meanIn, seriesOf, windowsOf } from "../window.ts";
import { above } from "./check.ts";
import { remedy } from "./remedy.ts";
import { latenessLimit } from "./schedule.ts";

/**
 * A core of the generator is taken up. In the open model pacing may spin, so that lateness must rise as well; the closed
 * model has no schedule to be late for, and its users wait in a full generator instead.
 */
export function generatorCpu(measurement: Measurement): ValidityReason | undefined {
  const series = seriesOf(measurement.monitors, "process", "generator")[0];
  const cores = meanIn(series, "cpuMaxThread", { fromMs: 0, toMs: measurement.measuredMs });
  if (cores === undefined) return undefined;
  const text = { code: "generator-cpu", unit: "cores", advice: remedy(measurement) };
  const busy = `A thread of the generator used ${digits(cores)} of a core`;
  if (measurement.plan.load.model === "closed") {
    return above(cores, CLOSED_GENERATOR, {
      ...text,
      message: `${busy}: users waited for it too.`,
    });
  }
  const rise = latenessRise(measurement);
  if (cores <= GENERATOR_CORE || rise === undefined) return undefined;
  const { first, last } = rise;
  return {
    ...text,
    severity: "invalid",
    value: cores,
    limit: GENERATOR_CORE,
    message: `${busy} while its lateness p99 rose from ${formatMs(first)} to ${formatMs(last)}.`,
  };
}

/** Lateness p99 in the first and the last third; undefined unless it rises towards its limit. */
function latenessRise(measurement: Measurement): { first: number; last: number } | undefined {
  const series = seriesOf(measurement.monitors, "generator", "generator")[0];
  const [first, , last] = windowsOf(measurement.measuredMs, 3).map((span) =>
    meanIn(series, "latenessMax", span),
  );
  if (first === undefined || last === undefined) return undefined;
  const matters = last > latenessLimit(measurement) / 2;
  return matters && last > LATENESS_RISE * first ? { first, last } : undefined;
}

/** A closed loop whose worker threads never rest measures its own event loop. */
export function eventLoop(measurement: Measurement): ValidityReason | undefined {
  if (measurement.plan.load.model === "open") return undefined;
  const share = Math.max(0, ...measurement.generator.eventLoopUtilization);
  return above(share, CLOSED_GENERATOR, {
    code: "event-loop",
    unit: "share",
    message: `The event loop of a worker was busy ${formatShare(share)} of the time: answers waited to be read.`,
    advice: remedy(measurement),
  });
}

export function workerLost({ generator }: Measurement): ValidityReason | undefined {
  if (generator.workersLost === 0) return undefined;
  return {
    code: "worker-lost",
    severity: "invalid",
    value: generator.workersLost,
    limit: 0,
    unit: "count",
    message: `${generator.workersLost} of ${generator.workers} workers of the generator ended early; their share of the load is missing.`,
    advice:
      "Run again; the notes say why the worker ended. Fewer connections or a smaller input pool helps when memory ran out.",
  };
}

export function samplesLost({ generator }: Measurement): ValidityReason | undefined {
  if (generator.samplesLost === 0) return undefined;
  return {
    code: "samples-lost",
    severity: "suspect",
    value: generator.samplesLost,
    limit: 0,
    unit: "count",
    message: `${generator.samplesLost} samples are missing from samples.parquet; the statistics here hold them.`,
    advice: "Free disk space, or write the run directory to another disk.",
  };
}
