import { isIPv4 } from "node:net";
import { knownAddresses } from "./addresses.ts";
import { KernelFiles } from "./proc/kernel-files.ts";
import { countSocketsTo, kernelAddress, kernelMappedAddress } from "./proc/tcp-sockets.ts";

/** What the generator's machine allows and how much of it is in use; null where it cannot be read. */
export interface GeneratorLimits {
  /** File descriptors of this process. */
  readonly fdsUsed: number | null;
  readonly fdLimit: number | null;
  /** Local ports taken by connections to the target, those in TIME_WAIT too. */
  readonly portsUsed: number | null;
  /** Local ports that one source address can have towards one destination. */
  readonly portLimit: number | null;
}

/**
 * Reads how near this process is to running out of descriptors and local ports. A host whose address is not known
 * without a name server is counted by port alone, which can only overstate. The table of sockets costs about four
 * microseconds a socket of the whole machine, so it is read again only once its cost is spread thinly enough.
 */
export function generatorLimits(
  host: string,
  port: number,
  files: KernelFiles = SYSTEM,
): GeneratorLimits {
  return {
    fdsUsed: files.count("/proc/self/fd"),
    fdLimit: openFilesLimit(files.text("/proc/self/limits") ?? "")?.soft ?? null,
    portsUsed: portsUsed(host, port, files),
    portLimit: portRange(files.text("/proc/sys/net/ipv4/ip_local_port_range") ?? ""),
  };
}

const SYSTEM = new KernelFiles();

/** The table of sockets is read for at most this share of the time. [J] */
const TABLE_READING_SHARE = 0.02;

let cached: { key: string; count: number | null; validUntil: number } | undefined;

function portsUsed(host: string, port: number, files: KernelFiles): number | null {
  const key = `${host} ${port}`;
  const start = performance.now();
  if (files === SYSTEM && cached?.key === key && start < cached.validUntil) return cached.count;
  const count = countPorts(host, port, files);
  const now = performance.now();
  const validUntil = now + (now - start) / TABLE_READING_SHARE;
  if (files === SYSTEM) cached = { key, count, validUntil };
  return count;
}

function countPorts(host: string, port: number, files: KernelFiles): number | null {
  const [tcp, tcp6] = [files.text("/proc/net/tcp"), files.text("/proc/net/tcp6")];
  if (tcp === undefined && tcp6 === undefined) return null;
  const known = knownAddresses(host, files);
  const count = (text: string | undefined, addresses: readonly string[]): number =>
    addresses.reduce((sum, address) => sum + countSocketsTo(text ?? "", address, port), 0);
  if (known.length === 0) return count(tcp, [""]) + count(tcp6, [""]);
  const v4 = known.filter((address) => isIPv4(address));
  const v6 = known.filter((address) => !isIPv4(address)).map(kernelAddress);
  return count(tcp, v4.map(kernelAddress)) + count(tcp6, [...v4.map(kernelMappedAddress), ...v6]);
}

/** Soft and hard limit of open files from the text of /proc/PID/limits; undefined when it does not say. */
export function openFilesLimit(limits: string): { soft: number; hard: number } | undefined {
  const match = /^Max open files\s+(\d+|unlimited)\s+(\d+|unlimited)/m.exec(limits);
  if (match === null) return undefined;
  const number = (text: string): number => (text === "unlimited" ? Infinity : Number(text));
  return { soft: number(match[1]!), hard: number(match[2]!) };
}

/** How many ports a range such as `32768 60999` (ip-sysctl.rst in Linux) holds; null when it is none. */
export function portRange(range: string): number | null {
  const match = /^\s*(\d+)\s+(\d+)/.exec(range);
  return match === null ? null : Number(match[2]) - Number(match[1]) + 1;
}
