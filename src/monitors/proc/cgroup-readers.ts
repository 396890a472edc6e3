import { type CgroupPlace, keyedNumber } from "./cgroup-files.ts";
import type { KernelFiles } from "./kernel-files.ts";

/** Version 1 says "no limit" with the largest number of pages: anything from 2^60 bytes on is none. */
const NO_LIMIT_BYTES = 2 ** 60;

/** Enforcement of a CPU limit, counted since the group was made. */
export interface Throttling {
  /** Periods (usually of 100 ms) in which the group ran, and those in which it was held back. */
  readonly periods: number;
  readonly throttled: number;
}

/** The CPU of one group: cpu.rst and sched-bwc.rst (version 1), cgroup-v2.rst in Linux' Documentation. */
export class CpuGroup {
  readonly #files: KernelFiles;
  readonly #version: 1 | 2;
  readonly #limited: string;
  readonly #usage: string | undefined;
  /** The tightest limit of the group and those around it; undefined when there is none. */
  readonly limitCores: number | undefined;

  /** `accounting` is the place of version 1's controller cpuacct, which may be in another group. */
  constructor(files: KernelFiles, place: CgroupPlace, accounting: CgroupPlace | undefined) {
    this.#files = files;
    this.#version = place.version;
    let limited = place.directories[0];
    let limitCores: number | undefined;
    for (const directory of place.directories) {
      const cores = this.#limitOf(directory);
      if (cores === undefined || cores >= (limitCores ?? Infinity)) continue;
      limitCores = cores;
      limited = directory;
    }
    // Only the group that has the limit counts how often it held back.
    this.#limited = limited;
    this.limitCores = limitCores;
    const counted = place.version === 2 ? place : accounting;
    if (counted?.path === place.path) this.#usage = counted.directories[0];
    else files.note("cpu", "the CPU time of this group is not counted");
  }

  cpuSeconds(): number | null {
    if (this.#usage === undefined) return null;
    if (this.#version === 1) {
      const nanoseconds = this.#files.text(`${this.#usage}/cpuacct.usage`, "cpu");
      return nanoseconds === undefined ? null : Number(nanoseconds) / 1e9;
    }
    const text = this.#files.text(`${this.#usage}/cpu.stat`, "cpu");
    const microseconds = text === undefined ? null : keyedNumber(text, "usage_usec");
    return microseconds === null ? null : microseconds / 1e6;
  }

  throttling(): Throttling | null {
    const text = this.#files.text(`${this.#limited}/cpu.stat`, "throttled");
    if (text === undefined) return null;
    const periods = keyedNumber(text, "nr_periods");
    const throttled = keyedNumber(text, "nr_throttled");
    return { periods: periods ?? 0, throttled: throttled ?? 0 };
  }

  #limitOf(directory: string): number | undefined {
    const read = (file: string): string => this.#files.text(`${directory}/${file}`) ?? "";
    const [quota, period] =
      this.#version === 1
        ? [read("cpu.cfs_quota_us"), read("cpu.cfs_period_us")]
        : read("cpu.max").split(" ");
    const cores = Number.parseInt(quota ?? "", 10) / Number.parseInt(period ?? "", 10);
    return cores > 0 ? cores : undefined;
  }
}

/** The memory of one group: memory.rst (version 1), cgroup-v2.rst in Linux' Documentation. */
export class MemoryGroup {
  readonly #files: KernelFiles;
  readonly #version: 1 | 2;
  readonly #directory: string;
  /** The tightest limit of the group and those around it; undefined when there is none. */
  readonly limitBytes: number | undefined;

  constructor(files: KernelFiles, place: CgroupPlace) {
    this.#files = files;
    this.#version = place.version;
    // Version 2 may leave the controller switched off in the innermost groups.
    const [own] = place.directories;
    const counts = (directory: string): boolean =>
      files.text(`${directory}/${this.#file("usage_in_bytes", "current")}`) !== undefined;
    this.#directory = place.directories.find(counts) ?? own;
    const limits = place.directories
      .map((directory) => files.text(`${directory}/${this.#file("limit_in_bytes", "max")}`))
      .map((text) => Number.parseInt(text ?? "", 10))
      .filter((bytes) => bytes < NO_LIMIT_BYTES);
    this.limitBytes = limits.length === 0 ? undefined : Math.min(...limits);
  }

  /**
   * Bytes that count against the limit and cannot simply be dropped: usage less the inactive page cache, which is
   * what cAdvisor calls `container_memory_working_set_bytes` and Kubernetes evicts by.
   */
  workingSetBytes(): number | null {
    const usage = this.#read(this.#file("usage_in_bytes", "current"), "memory");
    const stat = this.#read("memory.stat", "memory");
    if (usage === undefined || stat === undefined) return null;
    const cache = keyedNumber(stat, this.#version === 1 ? "total_inactive_file" : "inactive_file");
    return Math.max(0, Number(usage) - (cache ?? 0));
  }

  /** Processes of the group killed because memory ran out, since it was made. */
  oomKills(): number | null {
    const text = this.#read(this.#file("oom_control", "events"), "oomKills");
    return text === undefined ? null : keyedNumber(text, "oom_kill");
  }

  #file(version1: string, version2: string): string {
    return `memory.${this.#version === 1 ? version1 : version2}`;
  }

  #read(file: string, needed: string): string | undefined {
    return this.#files.text(`${this.#directory}/${file}`, needed);
  }
}
