import { availableParallelism, cpus, freemem, totalmem } from "node:os";
import type { Monitor, Reading } from "../contracts/monitor.ts";
import {
  type HostTimes,
  networkCounter,
  parseHostTimes,
  parsePressure,
} from "./proc/host-files.ts";
import { KernelFiles } from "./proc/kernel-files.ts";
import { labelledBytes } from "./proc/process-files.ts";

/** What is measured of the machine. Rates and shares cover the time since the reading before. */
const HOST_COLUMNS: Monitor["columns"] = {
  /** CPU time spent on anything: user and system. */
  busy: { unit: "cores", fold: "mean" },
  user: { unit: "cores", fold: "mean" },
  system: { unit: "cores", fold: "mean" },
  iowait: { unit: "cores", fold: "mean" },
  /** Of all CPU time, that which the hypervisor gave to others. */
  steal: { unit: "share", fold: "mean" },
  /** What programs could still get without swapping. */
  memoryAvailable: { unit: "bytes", fold: "last" },
  swapUsed: { unit: "bytes", fold: "max" },
  /** Of the time, that in which at least one task waited for a CPU, or for memory. */
  cpuPressure: { unit: "share", fold: "mean" },
  memoryPressure: { unit: "share", fold: "mean" },
  /** TCP segments sent again. */
  tcpRetransmits: { unit: "per-second", fold: "mean" },
  /** Connections refused because an accept queue was full, since the first reading. */
  listenOverflows: { unit: "count", fold: "last" },
  contextSwitches: { unit: "per-second", fold: "mean" },
};

/** Counters that only grow, each null where it cannot be read. */
interface Counters {
  readonly atMs: number;
  readonly times: HostTimes | undefined;
  readonly cpuWaitMicroseconds: number | null;
  readonly memoryWaitMicroseconds: number | null;
  readonly retransmits: number | null;
  readonly overflows: number | null;
}

/** Watches the machine this code runs on; in a container, what the container shows of it. */
export function hostMonitor(files: KernelFiles = new KernelFiles()): Monitor {
  return new HostMonitor(files);
}

class HostMonitor implements Monitor {
  readonly name = "host";
  readonly subject = "host";
  readonly role = "host";
  readonly columns: Monitor["columns"] = HOST_COLUMNS;
  readonly facts: Readonly<Record<string, number>>;
  readonly #files: KernelFiles;
  #previous: Counters | undefined;
  #firstOverflows: number | null = null;

  constructor(files: KernelFiles) {
    this.#files = files;
    const cores = parseHostTimes(files.text("/proc/stat") ?? "")?.cores || cpus().length;
    this.facts = { cores: cores || availableParallelism(), memoryBytes: totalmem() };
  }

  read(): Reading {
    const now = this.#counters();
    const before = this.#previous;
    this.#previous = now;
    this.#firstOverflows ??= now.overflows;
    return {
      ...this.#memory(),
      listenOverflows: since(now.overflows, this.#firstOverflows),
      ...(before !== undefined && rates(before, now)),
    };
  }

  unreadable(): string[] {
    return this.#files.unreadable();
  }

  #counters(): Counters {
    const atMs = performance.now();
    const stat = this.#files.text("/proc/stat", "iowait, steal, contextSwitches");
    return {
      atMs,
      times: stat === undefined ? timesOfNode() : parseHostTimes(stat),
      cpuWaitMicroseconds: this.#read("cpuPressure", "/proc/pressure/cpu", parsePressure),
      memoryWaitMicroseconds: this.#read("memoryPressure", "/proc/pressure/memory", parsePressure),
      retransmits: this.#read("tcpRetransmits", "/proc/net/snmp", (text) =>
        networkCounter(text, "Tcp", "RetransSegs"),
      ),
      overflows: this.#read("listenOverflows", "/proc/net/netstat", (text) =>
        networkCounter(text, "TcpExt", "ListenOverflows"),
      ),
    };
  }

  #read(column: string, path: string, parse: (text: string) => number | null): number | null {
    const text = this.#files.text(path, column);
    if (text === undefined) return null;
    const value = parse(text);
    if (value === null) this.#files.note(column, `${path}: does not say`);
    return value;
  }

  #memory(): Reading {
    const text = this.#files.text("/proc/meminfo", "swapUsed");
    if (text === undefined) return { memoryAvailable: freemem() };
    const free = labelledBytes(text, "SwapFree");
    return {
      memoryAvailable: labelledBytes(text, "MemAvailable"),
      swapUsed: free === null ? null : since(labelledBytes(text, "SwapTotal"), free),
    };
  }
}

function rates(before: Counters, now: Counters): Reading {
  const seconds = (now.atMs - before.atMs) / 1000;
  const share = (waited: number | null): number | null =>
    waited === null ? null : Math.min(1, waited / 1e6 / seconds);
  return {
    ...(before.times && now.times && cpuRates(before.times, now.times, seconds)),
    cpuPressure: share(since(now.cpuWaitMicroseconds, before.cpuWaitMicroseconds)),
    memoryPressure: share(since(now.memoryWaitMicroseconds, before.memoryWaitMicroseconds)),
    tcpRetransmits: per(since(now.retransmits, before.retransmits), seconds),
  };
}

function cpuRates(before: HostTimes, now: HostTimes, seconds: number): Reading {
  const spent = (kind: keyof HostTimes): number | null => since(now[kind], before[kind]);
  const busy = (spent("user") ?? 0) + (spent("system") ?? 0);
  return {
    busy: busy / seconds,
    user: per(spent("user"), seconds),
    system: per(spent("system"), seconds),
    iowait: per(spent("iowait"), seconds),
    steal: per(spent("steal"), spent("total") || 1),
    contextSwitches: per(spent("contextSwitches"), seconds),
  };
}

/** Node.js's own view, where there is no /proc/stat. */
function timesOfNode(): HostTimes {
  const sum = { user: 0, system: 0, total: 0 };
  for (const { times } of cpus()) {
    sum.user += (times.user + times.nice) / 1000;
    sum.system += (times.sys + times.irq) / 1000;
    sum.total += (times.user + times.nice + times.sys + times.irq + times.idle) / 1000;
  }
  return { ...sum, iowait: null, steal: null, contextSwitches: null, cores: cpus().length };
}

/** Growth of a counter; never negative, because some go back when a core comes or goes (proc_stat(5), iowait). */
function since(now: number | null, before: number | null): number | null {
  return now === null || before === null ? null : Math.max(0, now - before);
}

function per(value: number | null, of: number): number | null {
  return value === null ? null : value / of;
}
