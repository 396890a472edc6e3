import { setTimeout as sleep } from "node:timers/promises";
import { type HostTimes, parseHostTimes } from "../proc/host-files.ts";
import type { KernelFiles } from "../proc/kernel-files.ts";
import { pidsIn, readProcessStat } from "../proc/process-files.ts";

const OBSERVED_MS = 1000;

/** Processes named when others use the CPU. */
const NAMED = 3;

/** What the machine did for a second while kneepoint did nothing; undefined fields cannot be told here. */
export interface QuietSecond {
  /** Share of all CPU time that the hypervisor gave to others. */
  readonly steal: number | undefined;
  /** Cores that were busy. */
  readonly busyCores: number | undefined;
  /** The busiest processes: name, pid and cores. */
  readonly busiest: readonly {
    readonly name: string;
    readonly pid: number;
    readonly cores: number;
  }[];
}

/** Watches the machine for a second. */
export async function observeQuietSecond(files: KernelFiles): Promise<QuietSecond> {
  const before = snapshot(files);
  await sleep(OBSERVED_MS);
  const after = snapshot(files);
  const seconds = (after.atMs - before.atMs) / 1000;
  const busiest = [...after.processes]
    .map(([pid, { name, cpuSeconds }]) => {
      const spent = cpuSeconds - (before.processes.get(pid)?.cpuSeconds ?? cpuSeconds);
      return { name, pid, cores: spent / seconds };
    })
    .filter(({ pid, cores }) => pid !== process.pid && cores > 0)
    .sort((a, b) => b.cores - a.cores)
    .slice(0, NAMED);
  if (before.times === undefined || after.times === undefined) {
    return { steal: undefined, busyCores: undefined, busiest };
  }
  const [from, to] = [before.times, after.times];
  const spent = (kind: keyof HostTimes): number => (to[kind] ?? 0) - (from[kind] ?? 0);
  const own = (after.ownCpuSeconds - before.ownCpuSeconds) / seconds;
  return {
    steal: spent("steal") / Math.max(spent("total"), Number.EPSILON),
    busyCores: Math.max(0, (spent("user") + spent("system")) / seconds - own),
    busiest,
  };
}

interface Snapshot {
  readonly atMs: number;
  readonly times: HostTimes | undefined;
  readonly ownCpuSeconds: number;
  readonly processes: ReadonlyMap<number, { readonly name: string; readonly cpuSeconds: number }>;
}

function snapshot(files: KernelFiles): Snapshot {
  const processes = new Map<number, { name: string; cpuSeconds: number }>();
  for (const pid of pidsIn(files.names("/proc") ?? [])) {
    const stat = readProcessStat(files, pid);
    if (stat !== undefined) processes.set(pid, stat);
  }
  const own = process.cpuUsage();
  return {
    atMs: performance.now(),
    times: parseHostTimes(files.text("/proc/stat") ?? ""),
    ownCpuSeconds: (own.user + own.system) / 1e6,
    processes,
  };
}
