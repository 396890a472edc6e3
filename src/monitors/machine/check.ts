import type { KernelFiles } from "../proc/kernel-files.ts";
import type { QuietSecond } from "./quiet-second.ts";

/** One property of this machine that decides how far its measurements can be trusted. */
export interface MachineCheck {
  readonly name: string;
  /** What was found, with its unit. */
  readonly value: string;
  /** `warning`: some loads cannot be measured honestly; `bad`: hardly any can. */
  readonly verdict: "good" | "warning" | "bad";
  readonly expected: string;
  /** What to do; empty when nothing has to be done. */
  readonly advice: string;
}

/** What checks look at. */
export interface Machine {
  readonly files: KernelFiles;
  /** Where runs are kept; need not exist yet. */
  readonly runDirectory: string;
  readonly second: QuietSecond;
}

/** Judges one property; undefined where this system does not have it. */
export type Check = (machine: Machine) => MachineCheck | undefined;

/** The verdict on a value that should be at least `good`, and is of little use below `bad`. */
export function atLeast(value: number, good: number, bad: number): MachineCheck["verdict"] {
  return value >= good ? "good" : value >= bad ? "warning" : "bad";
}

/** The verdict on a value that should be at most `good`, and does harm above `bad`. */
export function atMost(value: number, good: number, bad: number): MachineCheck["verdict"] {
  return value <= good ? "good" : value <= bad ? "warning" : "bad";
}

/** A finished check; the advice is dropped when all is well. */
export function judged(
  name: string,
  verdict: MachineCheck["verdict"],
  value: string,
  expected: string,
  advice: string,
): MachineCheck {
  return { name, value, verdict, expected, advice: verdict === "good" ? "" : advice };
}

/** A share of 0..1 in per cent, with one digit. */
export function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

/** Bytes in the unit people think in. */
export function gibibytes(bytes: number): string {
  return `${(bytes / 2 ** 30).toFixed(1)} GiB`;
}
