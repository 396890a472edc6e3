import { statfsSync } from "node:fs";
import { freemem, totalmem } from "node:os";
import { dirname, resolve } from "node:path";
import { labelledBytes } from "../proc/process-files.ts";
import { atLeast, atMost, type Check, gibibytes, judged, percent } from "./check.ts";

/** Payload pool (256 MiB), recorder and 10,000 connections fit with room to spare. [J] */
const MEMORY_BYTES = { good: 2 ** 30, bad: 2 ** 28 };
/** Swapped-out memory as a share of all memory. [J] */
const SWAP_USED = { good: 0.02, bad: 0.25 };
/** An hour at 10,000 requests a second is about 1 GB of samples. [J] */
const DISK_BYTES = { good: 2 ** 30, bad: 2 ** 26 };

/** Memory that could be had without swapping. */
export const checkMemory: Check = ({ files }) => {
  const available = labelledBytes(files.text("/proc/meminfo") ?? "", "MemAvailable") ?? freemem();
  return judged(
    "memory",
    atLeast(available, MEMORY_BYTES.good, MEMORY_BYTES.bad),
    `${gibibytes(available)} available of ${gibibytes(totalmem())}`,
    `at least ${gibibytes(MEMORY_BYTES.good)} available`,
    "Give the payload pool less memory, or end other programs.",
  );
};

/** Memory that lies on disk. */
export const checkSwap: Check = ({ files }) => {
  const text = files.text("/proc/meminfo") ?? "";
  const [total, free] = [labelledBytes(text, "SwapTotal"), labelledBytes(text, "SwapFree")];
  if (total === null || free === null) return undefined;
  const share = (total - free) / totalmem();
  return judged(
    "swap",
    atMost(share, SWAP_USED.good, SWAP_USED.bad),
    total === 0 ? "none" : `${gibibytes(total - free)} of ${gibibytes(total)} used`,
    `at most ${percent(SWAP_USED.good)} of the memory swapped out`,
    "Memory that has to come back from disk stops generator and service for milliseconds: free memory, or swapoff.",
  );
};

/** Room for samples. */
export const checkDisk: Check = ({ runDirectory }) => {
  const free = freeBytes(resolve(runDirectory));
  if (free === undefined) return undefined;
  return judged(
    "disk",
    atLeast(free, DISK_BYTES.good, DISK_BYTES.bad),
    `${gibibytes(free)} free at ${runDirectory}`,
    `at least ${gibibytes(DISK_BYTES.good)}`,
    "Samples of a long run may not fit: free space, or keep runs on another disk.",
  );
};

function freeBytes(path: string): number | undefined {
  try {
    const { bavail, bsize } = statfsSync(path);
    return bavail * bsize;
  } catch {
    const parent = dirname(path);
    return parent === path ? undefined : freeBytes(parent);
  }
}
