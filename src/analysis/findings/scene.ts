import type { MonitorSeries } from "../../contracts/monitor.ts";
import type { Measurement, Validity } from "../../contracts/run-file.ts";
import { mean, meanIn, numericFact, seriesOf, valuesIn, windowsOf } from "../window.ts";
import type { Span } from "../window.ts";
import { readDemand } from "./demand.ts";
import type { Demand } from "./demand.ts";

/** One process of the target in one window; cores. */
export interface ProcessUse {
  readonly pid: number;
  readonly cpu: number;
  readonly busiestThread: number | undefined;
  /** For how much of the time that thread was ready to run but had no CPU; 0 where that cannot be read. */
  readonly waiting: number;
}

/** What the machine did in one window; undefined where nothing was read. Cores, but for shares. */
export interface WindowUse {
  readonly hostBusy: number | undefined;
  readonly generator: number;
  readonly processes: readonly ProcessUse[];
  /** All processes of the target. */
  readonly target: number;
  /** Share of periods in which the target's control group was throttled. */
  readonly throttled: number | undefined;
}

/** All that rules look at. */
export interface Scene {
  readonly measurement: Measurement;
  readonly validity: Validity;
  readonly demand: Demand;
  readonly windows: readonly WindowUse[];
  /** Cores of the machine. */
  readonly cores: number | undefined;
  /** CPU limit of the target's control group, cores. */
  readonly cpuLimit: number | undefined;
  /** Command lines of the target's processes, the first one's first. */
  readonly commands: readonly string[];
}

export function readScene(measurement: Measurement, validity: Validity): Scene {
  const { monitors, measuredMs } = measurement;
  const host = seriesOf(monitors, "host", "host")[0];
  const targets = seriesOf(monitors, "process", "target");
  const groups = seriesOf(monitors, "cgroup", "target");
  const limits = groups
    .map((group) => numericFact(group, "cpuLimitCores"))
    .filter((limit) => limit !== undefined);
  return {
    measurement,
    validity,
    demand: readDemand(measurement),
    windows: windowsOf(measuredMs).map((span) => useIn(span, monitors)),
    cores: numericFact(host, "cores") ?? numericFact(targets[0], "cores"),
    cpuLimit: limits.length === 0 ? undefined : Math.min(...limits),
    commands: targets.map((series) => String(series.facts["command"] ?? "")),
  };
}

function useIn(span: Span, monitors: readonly MonitorSeries[]): WindowUse {
  const processes = processesIn(span, seriesOf(monitors, "process", "target"));
  const groups = seriesOf(monitors, "cgroup", "target");
  return {
    hostBusy: meanIn(seriesOf(monitors, "host", "host")[0], "busy", span),
    generator: meanIn(seriesOf(monitors, "process", "generator")[0], "cpu", span) ?? 0,
    processes,
    target: processes.reduce((sum, process) => sum + process.cpu, 0),
    throttled: mean(groups.flatMap((group) => valuesIn(group, "throttled", span))),
  };
}

/** A process that lived for a part of the window counts for that part. */
function processesIn(span: Span, targets: readonly MonitorSeries[]): ProcessUse[] {
  const readings = targets.map((series) => valuesIn(series, "cpu", span));
  const ticks = Math.max(0, ...readings.map((values) => values.length));
  return targets.flatMap((series, i) => {
    const values = readings[i]!;
    if (values.length === 0) return [];
    const cpu = values.reduce((sum, value) => sum + value, 0) / ticks;
    const pid = numericFact(series, "pid") ?? 0;
    const busiestThread = meanIn(series, "cpuMaxThread", span);
    return [{ pid, cpu, busiestThread, waiting: meanIn(series, "cpuWait", span) ?? 0 }];
  });
}
