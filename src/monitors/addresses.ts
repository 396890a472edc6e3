import { isIP, isIPv4 } from "node:net";
import { hostname, networkInterfaces } from "node:os";
import { KernelFiles } from "./proc/kernel-files.ts";

/** The addresses a connection to "any address" goes to. */
const WILDCARDS: Readonly<Record<string, string>> = { "0.0.0.0": "127.0.0.1", "::": "::1" };

/**
 * Whether a host, as it stands in a URL (name, IPv4, IPv6 with or without brackets), is this machine. Asks no name
 * server: a name counts when it is `localhost`, this machine's own, or leads here by /etc/hosts.
 */
export function isLocalAddress(host: string, files: KernelFiles = new KernelFiles()): boolean {
  const own = ownAddresses();
  return knownAddresses(host, files).some(
    (address) => address.startsWith("127.") || address === "::1" || own.includes(address),
  );
}

/** The addresses of a host as far as they are known without asking a name server, canonical; empty if not at all. */
export function knownAddresses(host: string, files: KernelFiles = new KernelFiles()): string[] {
  const address = canonicalAddress(host);
  if (address !== undefined) return [WILDCARDS[address] ?? address];
  const name = host.toLowerCase().replace(/\.$/, "");
  if (name === "localhost" || name.endsWith(".localhost")) return ["127.0.0.1", "::1"];
  const listed = hostsFile(files.text("/etc/hosts") ?? "", name);
  return listed.length === 0 && name === hostname().toLowerCase() ? ownAddresses() : listed;
}

/** One way to write each address; an IPv4 address inside IPv6 as IPv4. Undefined for what is no address. */
export function canonicalAddress(host: string): string | undefined {
  const bare = host.replace(/^\[(.*)\]$/, "$1").replace(/%.*$/, "");
  if (isIP(bare) === 0) return undefined;
  if (isIPv4(bare)) return bare;
  const shortest = new URL(`http://[${bare}]`).hostname.slice(1, -1);
  const mapped = /^::ffff:([0-9a-f]+):([0-9a-f]+)$/.exec(shortest);
  if (mapped === null) return shortest;
  const [high, low] = [Number.parseInt(mapped[1]!, 16), Number.parseInt(mapped[2]!, 16)];
  return [high >> 8, high & 255, low >> 8, low & 255].join(".");
}

/** None where the system does not tell, as when file descriptors have run out. */
function ownAddresses(): string[] {
  try {
    const interfaces = Object.values(networkInterfaces()).flat();
    return interfaces.flatMap((each) => canonicalAddress(each?.address ?? "") ?? []);
  } catch {
    return [];
  }
}

/** Addresses of a name in a file as hosts(5) describes it. */
function hostsFile(text: string, name: string): string[] {
  return text.split("\n").flatMap((line) => {
    const [address = "", ...names] = line.replace(/#.*/, "").trim().toLowerCase().split(/\s+/);
    return names.includes(name) ? (canonicalAddress(address) ?? []) : [];
  });
}
