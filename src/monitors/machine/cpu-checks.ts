import { availableParallelism, loadavg } from "node:os";
import { cgroupMonitor } from "../cgroup.ts";
import { atLeast, atMost, type Check, judged, percent } from "./check.ts";

/** One core for the generator's worker and one for all else. [J] */
const CORES = { good: 2, bad: 1 };
/** measurement.md calls a run with more than 5 % steal invalid; well below is fine. */
const STEAL = { good: 0.01, bad: 0.05 };
/** Cores that others use, as a share of those available. [J] */
const OTHER_LOAD = { good: 0.1, bad: 0.5 };
/** Clocks that are read without asking the kernel (vDSO), on x86, ARM, RISC-V, s390x and under KVM or Hyper-V. */
const FAST_CLOCKS = [
  "tsc",
  "arch_sys_counter",
  "riscv_clocksource",
  "tod",
  "timebase",
  "kvm-clock",
  "hyperv_clocksource_tsc_page",
];

/** Cores this process may run on. */
export const checkCores: Check = () => {
  const cores = availableParallelism();
  return judged(
    "cores",
    atLeast(cores, CORES.good, CORES.bad),
    String(cores),
    `at least ${CORES.good}`,
    "Generator and service will compete for one core: use another machine for one of them.",
  );
};

/** CPU limit of our own control group. */
export const checkCpuQuota: Check = ({ files }) => {
  const monitor = cgroupMonitor(process.pid, "generator", files);
  const limit = monitor?.facts["cpuLimitCores"];
  const cores = availableParallelism();
  if (typeof limit !== "number" || limit >= cores) {
    return judged("cpu quota", "good", "none that binds", "none", "");
  }
  return judged(
    "cpu quota",
    atLeast(limit, CORES.good, CORES.bad),
    `${limit.toFixed(2)} of ${cores} cores`,
    `none, or at least ${CORES.good} cores`,
    "The generator is stopped for up to 100 ms whenever it has used its share: raise the CPU limit.",
  );
};

/** How the frequency of the CPU is chosen; virtual machines do not show it. */
export const checkGovernor: Check = ({ files }) => {
  const governor = files.text("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor")?.trim();
  if (governor === undefined) return undefined;
  return judged(
    "cpu governor",
    governor === "performance" ? "good" : "warning",
    governor,
    "performance",
    "The CPU slows down between requests, which adds to latencies at low load: set the governor to performance.",
  );
};

/** What `performance.now()` is read from. */
export const checkClockSource: Check = ({ files }) => {
  const path = "/sys/devices/system/clocksource/clocksource0/current_clocksource";
  const source = files.text(path)?.trim();
  if (source === undefined) return undefined;
  return judged(
    "clock source",
    FAST_CLOCKS.includes(source) ? "good" : "warning",
    source,
    `one that is read without a system call, such as ${FAST_CLOCKS[0]}`,
    "Every reading of the clock costs about a microsecond: expect a lower ceiling of the generator.",
  );
};

/** CPU time the hypervisor gave to others during the second watched. */
export const checkSteal: Check = ({ second }) => {
  if (second.steal === undefined) return undefined;
  return judged(
    "steal",
    atMost(second.steal, STEAL.good, STEAL.bad),
    `${percent(second.steal)} over 1 s`,
    `at most ${percent(STEAL.good)}`,
    "The hypervisor gives this machine's CPU time to others: use a dedicated one, or another time of day.",
  );
};

/** What else runs here. */
export const checkOtherLoad: Check = ({ second }) => {
  if (second.busyCores === undefined) return undefined;
  const names = second.busiest.map((p) => `${p.name} (${p.pid}) ${p.cores.toFixed(2)}`);
  const average = `load average ${loadavg()[0]?.toFixed(2)}`;
  return judged(
    "other load",
    atMost(second.busyCores / availableParallelism(), OTHER_LOAD.good, OTHER_LOAD.bad),
    `${second.busyCores.toFixed(2)} cores busy over 1 s, ${average}`,
    `at most ${percent(OTHER_LOAD.good)} of the cores`,
    `Other processes compete with the generator: ${names.join(", ") || "short-lived ones"}.`,
  );
};
