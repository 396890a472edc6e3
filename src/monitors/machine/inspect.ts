import { KernelFiles } from "../proc/kernel-files.ts";
import type { Check, MachineCheck } from "./check.ts";
import {
  checkClockSource,
  checkCores,
  checkCpuQuota,
  checkGovernor,
  checkOtherLoad,
  checkSteal,
} from "./cpu-checks.ts";
import { checkDisk, checkMemory, checkSwap } from "./memory-checks.ts";
import {
  checkAcceptQueue,
  checkLocalPorts,
  checkOpenFiles,
  checkTimeWait,
} from "./network-checks.ts";
import { observeQuietSecond } from "./quiet-second.ts";
import { checkContainer, checkNode } from "./runtime-checks.ts";

/** All checks, in the order they are shown. */
export const MACHINE_CHECKS: readonly Check[] = [
  checkNode,
  checkCores,
  checkCpuQuota,
  checkGovernor,
  checkClockSource,
  checkSteal,
  checkOtherLoad,
  checkMemory,
  checkSwap,
  checkOpenFiles,
  checkLocalPorts,
  checkTimeWait,
  checkAcceptQueue,
  checkDisk,
  checkContainer,
];

/**
 * Judges whether this machine can measure, in about a second, most of it spent watching what else goes on. What this
 * system does not have, such as /proc on macOS, is left out.
 */
export async function inspectMachine(
  runDirectory: string = ".",
  files: KernelFiles = new KernelFiles(),
): Promise<MachineCheck[]> {
  const machine = { files, runDirectory, second: await observeQuietSecond(files) };
  return MACHINE_CHECKS.flatMap((check) => check(machine) ?? []);
}
