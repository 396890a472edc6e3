import { availableParallelism } from "node:os";
import type { Monitor, Reading } from "../contracts/monitor.ts";
import { redactCommand } from "../contracts/redact.ts";
import { KernelFiles } from "./proc/kernel-files.ts";
import { readProcessStat } from "./proc/process-files.ts";
import { PROCESS_COLUMNS, ProcessMonitor } from "./process.ts";

/** Watches the process that runs this code, as the generator. Where there is no /proc, Node.js tells less, but tells. */
export function generatorProcessMonitor(files: KernelFiles = new KernelFiles()): Monitor {
  const stat = readProcessStat(files, process.pid);
  return stat === undefined
    ? new OwnProcessMonitor()
    : new ProcessMonitor(process.pid, stat, "generator", files);
}

/** The own process through getrusage(2), which every platform has. */
class OwnProcessMonitor implements Monitor {
  readonly name = "process";
  readonly subject = "generator";
  readonly role = "generator";
  readonly columns: Monitor["columns"] = PROCESS_COLUMNS;
  readonly facts: Readonly<Record<string, string | number>> = {
    pid: process.pid,
    ppid: process.ppid,
    command: redactCommand(process.argv),
    cores: availableParallelism(),
    startTime: new Date(performance.timeOrigin).toISOString(),
  };
  #previous: { atMs: number; cpuMicroseconds: number; switches: number } | undefined;

  read(): Reading {
    const usage = process.resourceUsage();
    const previous = this.#previous;
    const now = {
      atMs: performance.now(),
      cpuMicroseconds: usage.userCPUTime + usage.systemCPUTime,
      switches: usage.voluntaryContextSwitches,
    };
    this.#previous = now;
    const memory = { rss: process.memoryUsage.rss(), peakRss: usage.maxRSS * 1024 };
    if (previous === undefined) return memory;
    const seconds = (now.atMs - previous.atMs) / 1000;
    return {
      ...memory,
      cpu: (now.cpuMicroseconds - previous.cpuMicroseconds) / 1e6 / seconds,
      voluntarySwitches: (now.switches - previous.switches) / seconds,
    };
  }

  unreadable(): string[] {
    return ["cpuMaxThread, threads, fds: no /proc on this system"];
  }
}
