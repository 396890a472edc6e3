import { isIPv4 } from "node:net";
import { endianness } from "node:os";

/** A listening socket of /proc/net/tcp or tcp6 (proc_net(5), Documentation/networking/proc_net_tcp in Linux). */
export interface ListeningSocket {
  /** As the kernel writes it: 8 or 32 hexadecimal digits. */
  readonly address: string;
  readonly port: number;
  /** User that opened it. */
  readonly uid: number;
  /** Number that /proc/PID/fd names it by. */
  readonly inode: string;
}

const LISTEN = "0A";

/** Any IPv4 address, and any address at all. */
export const ANY_IPV4: string = "0".repeat(8);
export const ANY_IPV6: string = "0".repeat(32);

/** The sockets in a file that listen. */
export function parseListening(text: string): ListeningSocket[] {
  const sockets: ListeningSocket[] = [];
  for (const line of text.split("\n")) {
    const [, local = "", , state, , , , uid, , inode] = line.trim().split(/\s+/);
    if (state !== LISTEN || inode === undefined) continue;
    const [address = "", port = ""] = local.split(":");
    sockets.push({ address, port: Number.parseInt(port, 16), uid: Number(uid), inode });
  }
  return sockets;
}

/**
 * How many sockets in the text of /proc/net/tcp or tcp6 have the far end `address:port` (the address in the kernel's
 * form, empty for any), in whatever state, TIME_WAIT too.
 */
export function countSocketsTo(text: string, address: string, port: number): number {
  const farEnd = `${address}:${port.toString(16).toUpperCase().padStart(4, "0")} `;
  let count = 0;
  for (let at = text.indexOf(farEnd); at >= 0; at = text.indexOf(farEnd, at + farEnd.length)) {
    // Each line is `number: near far state …`: before the near end stands a colon, before the far end a port.
    const start = text.lastIndexOf(" ", at + address.length);
    if (text[start - 1] !== ":") count++;
  }
  return count;
}

/** An address (canonical: dotted, or shortest IPv6) the way the kernel writes it: 32-bit words in the machine's order. */
export function kernelAddress(address: string): string {
  const bytes = isIPv4(address) ? address.split(".").map(Number) : bytesOfIPv6(address);
  const words: string[] = [];
  for (let i = 0; i < bytes.length; i += 4) {
    const word = bytes.slice(i, i + 4);
    if (endianness() === "LE") word.reverse();
    words.push(word.map((byte) => byte.toString(16).padStart(2, "0")).join(""));
  }
  return words.join("").toUpperCase();
}

/** An IPv4 address as sockets of IPv6 show it (RFC 4291 §2.5.5.2), in the kernel's form. */
export function kernelMappedAddress(address: string): string {
  return kernelAddress("::ffff:0:0").slice(0, 24) + kernelAddress(address);
}

function bytesOfIPv6(address: string): number[] {
  const [head = "", tail] = address.split("::");
  const groups = (text: string): string[] => text.split(":").filter((group) => group !== "");
  const [first, last] = [groups(head), groups(tail ?? "")];
  const zeros = Array.from({ length: 8 - first.length - last.length }, () => "0");
  return [...first, ...zeros, ...last].flatMap((group) => {
    const value = Number.parseInt(group, 16);
    return [value >> 8, value & 255];
  });
}
