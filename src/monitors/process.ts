import { redactCommand, redactText } from "../contracts/redact.ts";
import type { Monitor, Reading } from "../contracts/monitor.ts";
import type { KernelFiles } from "./proc/kernel-files.ts";
import {
  bootTime,
  countList,
  hasEnded,
  labelledBytes,
  parseArguments,
  type ProcessStat,
  readProcessStat,
  TICKS_PER_SECOND,
} from "./proc/process-files.ts";
import { THREADS_READ, ThreadScan } from "./proc/thread-times.ts";

/** What is measured of a process; the same for target and generator. Rates cover the time since the reading before. */
export const PROCESS_COLUMNS: Monitor["columns"] = {
  /** CPU time of all threads a second. */
  cpu: { unit: "cores", fold: "mean" },
  /** CPU time a second of the thread that spent most: 1 is a thread that never rests. */
  cpuMaxThread: { unit: "cores", fold: "mean" },
  /** Time a second for which that thread was ready to run, but others had the CPU. */
  cpuWait: { unit: "cores", fold: "mean" },
  /** Resident memory (VmRSS), and the most there ever was (VmHWM). */
  rss: { unit: "bytes", fold: "max" },
  peakRss: { unit: "bytes", fold: "last" },
  threads: { unit: "count", fold: "max" },
  /** Times a second that threads gave up the CPU to wait. */
  voluntarySwitches: { unit: "per-second", fold: "mean" },
  /** Open file descriptors. */
  fds: { unit: "count", fold: "max" },
};

/** Two readings of two counters (user and system) in whole ticks can be off by this much, and a little for the time between reads. */
const COUNTER_STEP_SECONDS = 3 / TICKS_PER_SECOND;

/** Characters of a command line that are kept: a Java class path has thousands. */
const COMMAND_CHARACTERS = 500;

/** Watches one process, told apart from a later one with the same pid by its start time. */
export class ProcessMonitor implements Monitor {
  readonly name = "process";
  readonly subject: string;
  readonly role: Monitor["role"];
  readonly facts: Readonly<Record<string, string | number>>;
  readonly columns: Monitor["columns"] = PROCESS_COLUMNS;
  readonly pid: number;
  readonly #files: KernelFiles;
  readonly #startTicks: number;
  readonly #threads: ThreadScan;
  #ended = false;
  #previous: { readonly atMs: number; readonly cpuSeconds: number } | undefined;

  constructor(pid: number, stat: ProcessStat, role: Monitor["role"], files: KernelFiles) {
    this.pid = pid;
    this.role = role;
    this.subject = role === "target" ? `target pid ${pid} (${stat.name})` : role;
    this.#files = files;
    this.#startTicks = stat.startTicks;
    this.#threads = new ThreadScan(files, pid);
    this.facts = processFacts(files, pid, stat);
  }

  /** Looks whether the process still lives: not ended, and its pid not in the hands of another. */
  isAlive(): boolean {
    return this.#stat() !== undefined;
  }

  read(): Reading {
    const atMs = performance.now();
    const stat = this.#stat();
    if (stat === undefined) return {};
    return {
      ...this.#rates(atMs, stat),
      ...this.#memory(),
      threads: stat.threads,
      fds: this.#files.count(`/proc/${this.pid}/fd`, "fds"),
    };
  }

  #rates(atMs: number, stat: ProcessStat): Reading {
    const previous = this.#previous;
    const threads = this.#threads.read();
    this.#previous = { atMs, cpuSeconds: stat.cpuSeconds };
    if (previous === undefined) return {};
    const seconds = (atMs - previous.atMs) / 1000;
    const counted = stat.cpuSeconds - previous.cpuSeconds;
    if (threads === undefined) return { cpu: counted / seconds };
    if (!threads.complete) {
      this.note("cpuMaxThread, voluntarySwitches", `only ${THREADS_READ} threads are looked at`);
    }
    // The threads' clocks are finer, but die with them: what ended threads spent only the process's counter holds.
    const exact = threads.cpuSeconds >= counted - COUNTER_STEP_SECONDS;
    return {
      cpu: (exact ? threads.cpuSeconds : counted) / seconds,
      cpuMaxThread: threads.busiestSeconds / seconds,
      cpuWait:
        threads.busiestWaitSeconds === undefined ? null : threads.busiestWaitSeconds / seconds,
      voluntarySwitches: threads.voluntarySwitches / seconds,
    };
  }

  #memory(): Reading {
    const status = this.#files.text(`/proc/${this.pid}/status`, "rss, peakRss");
    if (status === undefined) return {};
    return { rss: labelledBytes(status, "VmRSS"), peakRss: labelledBytes(status, "VmHWM") };
  }

  unreadable(): string[] {
    return this.#files.unreadable();
  }

  /** Says of this process what could not be read about it. */
  note(what: string, reason: string): void {
    this.#files.note(what, reason);
  }

  #stat(): ProcessStat | undefined {
    const stat = this.#ended ? undefined : readProcessStat(this.#files, this.pid);
    if (stat !== undefined && stat.startTicks === this.#startTicks && !hasEnded(stat)) return stat;
    this.#ended = true;
    return undefined;
  }
}

/** What does not change in the life of a process. Secrets in the command line are replaced. */
function processFacts(
  files: KernelFiles,
  pid: number,
  stat: ProcessStat,
): Readonly<Record<string, string | number>> {
  const status = files.text(`/proc/${pid}/status`) ?? "";
  const cores = countList(/^Cpus_allowed_list:\s*(\S+)/m.exec(status)?.[1] ?? "");
  const boot = bootTime(files);
  const startMs = boot === null ? null : boot + (stat.startTicks / TICKS_PER_SECOND) * 1000;
  return {
    pid,
    ppid: stat.ppid,
    command: commandOf(files, pid, stat),
    ...(cores !== null && { cores }),
    ...(startMs !== null && { startTime: new Date(startMs).toISOString() }),
  };
}

/** The command line of a process, secrets replaced; its name in brackets when it has none, as ps(1) shows it. */
export function commandOf(files: KernelFiles, pid: number, stat: ProcessStat): string {
  const args = parseArguments(files.text(`/proc/${pid}/cmdline`) ?? "");
  const [title] = args.length === 1 ? args : [];
  const command = title === undefined ? redactCommand(args) || `[${stat.name}]` : redactText(title);
  return command.length > COMMAND_CHARACTERS
    ? `${command.slice(0, COMMAND_CHARACTERS)} …`
    : command;
}
