import type { Monitor, Reading } from "../contracts/monitor.ts";
import { CgroupPlaces } from "./proc/cgroup-files.ts";
import { CpuGroup, MemoryGroup, type Throttling } from "./proc/cgroup-readers.ts";
import { KernelFiles } from "./proc/kernel-files.ts";

/** What is measured of a control group. Rates and shares cover the time since the reading before. */
const CGROUP_COLUMNS: Monitor["columns"] = {
  cpu: { unit: "cores", fold: "mean" },
  /** Of the periods in which the group ran, those in which its CPU limit held it back. */
  throttled: { unit: "share", fold: "mean" },
  /** Working set: what counts against the limit and cannot simply be dropped. */
  memory: { unit: "bytes", fold: "max" },
  /** Processes killed because memory ran out, since the first reading. */
  oomKills: { unit: "count", fold: "last" },
};

/**
 * Watches the control group of a process, version 1 or 2; undefined when it has none of its own (it is in the top one,
 * without a limit), and where there are no control groups. Facts: version, path, and `cpuLimitCores` and
 * `memoryLimitBytes` where a limit is set, on the group or around it.
 */
export function cgroupMonitor(
  pid: number,
  role: Monitor["role"] = "target",
  files: KernelFiles = new KernelFiles(),
): Monitor | undefined {
  const places = new CgroupPlaces(files, pid);
  const cpuPlace = places.find("cpu");
  const memoryPlace = places.find("memory");
  const cpu = cpuPlace && new CpuGroup(files, cpuPlace, places.find("cpuacct"));
  const memory = memoryPlace && new MemoryGroup(files, memoryPlace);
  const ownCpu = cpuPlace?.own === true || cpu?.limitCores !== undefined;
  const ownMemory = memoryPlace?.own === true || memory?.limitBytes !== undefined;
  const place = ownCpu ? cpuPlace : ownMemory ? memoryPlace : undefined;
  if (place === undefined) return undefined;
  // in the machine's top group nothing is limited or throttled, so there is nothing that could not be read
  const facts = {
    version: place.version,
    path: place.path,
    ...(cpu?.limitCores !== undefined && { cpuLimitCores: cpu.limitCores }),
    ...(memory?.limitBytes !== undefined && { memoryLimitBytes: memory.limitBytes }),
  };
  return new CgroupMonitor(
    role,
    facts,
    files,
    ownCpu ? cpu : undefined,
    ownMemory ? memory : undefined,
  );
}

class CgroupMonitor implements Monitor {
  readonly name = "cgroup";
  readonly subject: string;
  readonly role: Monitor["role"];
  readonly facts: Readonly<Record<string, string | number>>;
  readonly columns: Monitor["columns"] = CGROUP_COLUMNS;
  readonly #files: KernelFiles;
  readonly #cpu: CpuGroup | undefined;
  readonly #memory: MemoryGroup | undefined;
  #previous: { atMs: number; cpuSeconds: number | null; throttling: Throttling | null } | undefined;
  #firstKills: number | null = null;

  constructor(
    role: Monitor["role"],
    facts: { readonly version: 1 | 2; readonly path: string },
    files: KernelFiles,
    cpu: CpuGroup | undefined,
    memory: MemoryGroup | undefined,
  ) {
    this.subject = `cgroup ${facts.path}`;
    this.role = role;
    this.facts = facts;
    this.#files = files;
    this.#cpu = cpu;
    this.#memory = memory;
  }

  read(): Reading {
    const kills = this.#memory?.oomKills() ?? null;
    this.#firstKills ??= kills;
    const before = this.#previous;
    const now = {
      atMs: performance.now(),
      cpuSeconds: this.#cpu?.cpuSeconds() ?? null,
      throttling: this.#cpu?.throttling() ?? null,
    };
    this.#previous = now;
    const seconds = before === undefined ? 0 : (now.atMs - before.atMs) / 1000;
    return {
      cpu: seconds > 0 ? rate(before?.cpuSeconds ?? null, now.cpuSeconds, seconds) : null,
      throttled: throttledShare(before?.throttling ?? null, now.throttling),
      memory: this.#memory?.workingSetBytes() ?? null,
      oomKills: kills === null || this.#firstKills === null ? null : kills - this.#firstKills,
    };
  }

  unreadable(): string[] {
    return this.#files.unreadable();
  }
}

function rate(before: number | null, now: number | null, seconds: number): number | null {
  return before === null || now === null ? null : (now - before) / seconds;
}

function throttledShare(before: Throttling | null, now: Throttling | null): number | null {
  if (before === null || now === null) return null;
  const periods = now.periods - before.periods;
  return periods > 0 ? (now.throttled - before.throttled) / periods : 0;
}
