import type { KernelFiles } from "./kernel-files.ts";

/** Clock ticks a second in what the kernel shows to programs (USER_HZ): 100 on every platform Node.js supports. */
export const TICKS_PER_SECOND = 100;

/** What /proc/PID/stat says (proc_pid_stat(5)). */
export interface ProcessStat {
  readonly ppid: number;
  /** One letter: R running, S sleeping, D waiting for a device, Z ended and not yet collected … */
  readonly state: string;
  /** The program's name, cut at 15 bytes. */
  readonly name: string;
  /** User and system CPU time in seconds, ended threads included, in steps of 1/100 s each. */
  readonly cpuSeconds: number;
  readonly threads: number;
  /** Clock ticks since boot; with the pid it names one process for good, although pids are used again. */
  readonly startTicks: number;
}

/** The parsed /proc/PID/stat (or /proc/PID/task/TID/stat); undefined when it is no such text. */
export function parseProcessStat(text: string): ProcessStat | undefined {
  // The name may hold blanks and parentheses itself.
  const open = text.indexOf("(");
  const close = text.lastIndexOf(")");
  if (open < 0 || close < open) return undefined;
  const fields = text.slice(close + 2).split(" ");
  const at = (field: number): number => Number(fields[field - 3]);
  const stat = {
    ppid: at(4),
    state: fields[0] ?? "",
    name: text.slice(open + 1, close),
    cpuSeconds: (at(14) + at(15)) / TICKS_PER_SECOND,
    threads: at(20),
    startTicks: at(22),
  };
  return Number.isNaN(stat.startTicks + stat.cpuSeconds + stat.ppid) ? undefined : stat;
}

/** A process that has ended, although its parent has not yet asked how. */
export function hasEnded(stat: ProcessStat): boolean {
  return stat.state === "Z" || stat.state === "X" || stat.state === "x";
}

/** What /proc/PID/stat says now; undefined when the process is gone or hidden. */
export function readProcessStat(files: KernelFiles, pid: number): ProcessStat | undefined {
  const text = files.text(`/proc/${pid}/stat`);
  return text === undefined ? undefined : parseProcessStat(text);
}

/** The number behind `label:` in a file such as /proc/PID/status or /proc/meminfo, in its own unit; null if absent. */
export function labelledNumber(text: string, label: string): number | null {
  const at = text.startsWith(`${label}:`) ? 0 : text.indexOf(`\n${label}:`) + 1;
  if (at === 0 && !text.startsWith(`${label}:`)) return null;
  const value = Number.parseInt(text.slice(at + label.length + 1, at + label.length + 40), 10);
  return Number.isNaN(value) ? null : value;
}

/** The same for values given in kB (which are KiB), in bytes. */
export function labelledBytes(text: string, label: string): number | null {
  const kilobytes = labelledNumber(text, label);
  return kilobytes === null ? null : kilobytes * 1024;
}

/** How many numbers a list such as `0-3,8,10-11` names (the "List format" of cpuset(7)); null if it is none. */
export function countList(list: string): number | null {
  let count = 0;
  for (const part of list.trim().split(",")) {
    const range = /^(\d+)(?:-(\d+))?$/.exec(part);
    if (range === null) return null;
    count += Number(range[2] ?? range[1]) - Number(range[1]) + 1;
  }
  return count;
}

/**
 * The arguments in /proc/PID/cmdline; empty for a kernel thread. A program that wrote a title over its arguments, as
 * nginx and gunicorn do, gives the title as the only one.
 */
export function parseArguments(cmdline: string): string[] {
  const args = cmdline.replace(/\0+$/, "").split("\0");
  return args.length === 1 && args[0] === "" ? [] : args;
}

/** The pids in a listing of /proc. */
export function pidsIn(names: readonly string[]): number[] {
  const pids: number[] = [];
  for (const name of names) {
    const first = name.charCodeAt(0);
    if (first >= 0x31 && first <= 0x39) pids.push(Number(name));
  }
  return pids;
}

/** Milliseconds since the epoch at which the machine booted; null when unknown. */
export function bootTime(files: KernelFiles): number | null {
  const text = files.text("/proc/stat");
  const seconds = /^btime (\d+)$/m.exec(text ?? "")?.[1];
  return seconds === undefined ? null : Number(seconds) * 1000;
}
