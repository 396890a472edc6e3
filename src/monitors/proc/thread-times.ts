import type { KernelFiles } from "./kernel-files.ts";
import { labelledNumber, parseProcessStat } from "./process-files.ts";

/**
 * Threads looked at in one process. A thread costs about 30 µs a reading (two files); a service with more threads
 * than this does not use them all for computing. [J]
 */
export const THREADS_READ = 256;

/** What the threads of a process did between two readings. */
export interface ThreadTimes {
  /** CPU seconds of all threads looked at. */
  readonly cpuSeconds: number;
  /** CPU seconds of the busiest. */
  readonly busiestSeconds: number;
  /** Seconds the busiest was ready to run but waited for a CPU; undefined where the kernel does not tell. */
  readonly busiestWaitSeconds: number | undefined;
  /** Voluntary context switches of the threads looked at: times they waited for something. */
  readonly voluntarySwitches: number;
  /** False when there are more threads than are looked at. */
  readonly complete: boolean;
}

interface ThreadState {
  cpuSeconds: number;
  waitSeconds: number;
  switches: number;
  round: number;
}

const NEW_THREAD: ThreadState = { cpuSeconds: 0, waitSeconds: 0, switches: 0, round: 0 };

/** Follows the threads of one process from reading to reading. */
export class ThreadScan {
  readonly #files: KernelFiles;
  readonly #directory: string;
  readonly #exact: boolean;
  readonly #threads = new Map<string, ThreadState>();
  #round = 0;
  #allSeen = false;

  constructor(files: KernelFiles, pid: number) {
    this.#files = files;
    this.#directory = `/proc/${pid}/task`;
    this.#exact = hasThreadClock(files);
  }

  /** Undefined for the first reading, and when the threads cannot be listed. */
  read(): ThreadTimes | undefined {
    const names = this.#files.names(this.#directory, "cpuMaxThread, voluntarySwitches");
    if (names === undefined) return undefined;
    this.#round++;
    let total = 0;
    let busiest = 0;
    let busiestWait = 0;
    let switches = 0;
    for (const tid of names.length > THREADS_READ ? names.slice(0, THREADS_READ) : names) {
      const now = this.#readThread(tid);
      if (now === undefined) continue;
      const before = this.#before(tid, now);
      const spent = now.cpuSeconds - before.cpuSeconds;
      total += spent;
      if (spent >= busiest) {
        busiest = spent;
        busiestWait = now.waitSeconds - before.waitSeconds;
      }
      switches += now.switches - before.switches;
      this.#threads.set(tid, now);
    }
    this.#allSeen = names.length <= THREADS_READ;
    for (const [tid, state] of this.#threads) {
      if (state.round !== this.#round) this.#threads.delete(tid);
    }
    if (this.#round === 1) return undefined;
    return {
      cpuSeconds: total,
      busiestSeconds: busiest,
      busiestWaitSeconds: this.#exact ? busiestWait : undefined,
      voluntarySwitches: switches,
      complete: this.#allSeen,
    };
  }

  /**
   * The state to count from. A thread not seen before, or a number used again, started since the last reading and
   * counts from zero, unless it may only have been past the end of the part looked at.
   */
  #before(tid: string, now: ThreadState): ThreadState {
    const before = this.#threads.get(tid);
    if (before !== undefined && now.cpuSeconds >= before.cpuSeconds) return before;
    return this.#allSeen ? NEW_THREAD : now;
  }

  #readThread(tid: string): ThreadState | undefined {
    const times = this.#times(tid);
    if (times === undefined) return undefined;
    const status = this.#files.text(`${this.#directory}/${tid}/status`) ?? "";
    const switches = labelledNumber(status, "voluntary_ctxt_switches") ?? 0;
    return { ...times, switches, round: this.#round };
  }

  #times(tid: string): Pick<ThreadState, "cpuSeconds" | "waitSeconds"> | undefined {
    const file = this.#exact ? "schedstat" : "stat";
    const text = this.#files.text(`${this.#directory}/${tid}/${file}`);
    if (text === undefined) return undefined;
    if (!this.#exact) {
      const cpuSeconds = parseProcessStat(text)?.cpuSeconds;
      return cpuSeconds === undefined ? undefined : { cpuSeconds, waitSeconds: 0 };
    }
    const [ran, waited = 0] = text.split(" ", 2).map((field) => Number.parseInt(field, 10) / 1e9);
    return ran === undefined || Number.isNaN(ran)
      ? undefined
      : { cpuSeconds: ran, waitSeconds: waited };
  }
}

/**
 * Whether threads tell their CPU time in nanoseconds (the first field of /proc/PID/task/TID/schedstat,
 * Documentation/scheduler/sched-stats in Linux; the second is the time they waited for a CPU). A kernel built without it has no such file, or zeros in it.
 */
function hasThreadClock(files: KernelFiles): boolean {
  return Number.parseInt(files.text("/proc/self/schedstat") ?? "0", 10) > 0;
}
