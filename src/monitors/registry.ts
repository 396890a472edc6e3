import type { Monitor } from "../contracts/monitor.ts";
import { cgroupMonitor } from "./cgroup.ts";
import { generatorProcessMonitor } from "./generator-process.ts";
import { hostMonitor } from "./host.ts";
import { processTreeMonitor } from "./process-tree.ts";
import { combineSources, type MonitorSource } from "./source.ts";

/** What there is to watch. */
export interface Watched {
  /** Roots of the target's process trees on this machine; empty when the target is elsewhere or unknown. */
  readonly targetPids: readonly number[];
}

/** A kind of monitor: begins to watch, or gives undefined where there is nothing of its kind. */
export type MonitorKind = (watched: Watched) => Monitor | MonitorSource | undefined;

/** All kinds, in the order of their series in a run. */
export const MONITOR_KINDS: readonly MonitorKind[] = [
  () => generatorProcessMonitor(),
  () => hostMonitor(),
  ({ targetPids }) => processTreeMonitor(targetPids),
  ({ targetPids: [pid] }) => (pid === undefined ? undefined : cgroupMonitor(pid)),
];

/** Everything that can be watched on this machine, ready for `startMonitors`. */
export function allMonitors(watched: Watched): MonitorSource {
  return combineSources(...MONITOR_KINDS.map((kind) => kind(watched)));
}
