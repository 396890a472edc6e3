import { basename } from "node:path";
import { isIPv4 } from "node:net";
import { isLocalAddress, knownAddresses } from "./addresses.ts";
import { commandOf } from "./process.ts";
import { KernelFiles } from "./proc/kernel-files.ts";
import { parseArguments, pidsIn, readProcessStat } from "./proc/process-files.ts";
import {
  ANY_IPV4,
  ANY_IPV6,
  kernelAddress,
  kernelMappedAddress,
  type ListeningSocket,
  parseListening,
} from "./proc/tcp-sockets.ts";

/** The processes behind a port of this machine, or why they are not known. */
export type ListenerSearch =
  | {
      readonly found: true;
      /** The process to watch together with its children: the one that listens, or the common parent of those that do. */
      readonly pid: number;
      /** The same, as a list; more than one when unrelated processes share the port (SO_REUSEPORT). */
      readonly roots: readonly number[];
      /** All processes that hold the listening socket. */
      readonly listeners: readonly number[];
      /** Command line of `pid`, secrets replaced. */
      readonly command: string;
    }
  | {
      readonly found: false;
      /**
       * - `remote`: not an address of this machine.
       * - `unsupported`: this system has no /proc.
       * - `not-listening`: nothing listens there.
       * - `permission`: something does, but its process cannot be seen by this user or from this container.
       * - `forwarded`: what listens only passes connections on to a container.
       * - `self`: this very process listens there.
       */
      readonly reason:
        | "remote"
        | "unsupported"
        | "not-listening"
        | "permission"
        | "forwarded"
        | "self";
      /** One sentence for a person, with what to do. */
      readonly message: string;
    };

/** Programs that container runtimes put in front of a published port. */
const FORWARDERS = new Set(["docker-proxy", "rootlesskit", "rootlessport", "slirp4netns", "pasta"]);

/**
 * Finds who listens where a URL on this machine points: the socket in /proc/net/tcp and tcp6, then the processes that
 * hold it, then the root of their tree. Asks no name server. Reads every process's descriptors: for use before a run.
 */
export function findListener(
  host: string,
  port: number,
  files: KernelFiles = new KernelFiles(),
): ListenerSearch {
  const where = `${host}:${port}`;
  if (!isLocalAddress(host, files)) {
    return miss("remote", `${host} is not known as an address of this machine.`);
  }
  const tables = ["/proc/net/tcp", "/proc/net/tcp6"].map((path) => files.text(path));
  if (tables.every((table) => table === undefined)) {
    return miss("unsupported", "This system has no /proc/net/tcp; name the process with --pid.");
  }
  const listening = tables.flatMap((table) => parseListening(table ?? ""));
  const sockets = bestMatches(listening, knownAddresses(host, files), port);
  if (sockets.length === 0) return miss("not-listening", `Nothing listens on ${where}.`);
  const holders = findHolders(files, new Set(sockets.map((socket) => socket.inode)));
  if (holders.length === 0) return hidden(where, sockets);
  if (holders.includes(process.pid)) {
    return miss(
      "self",
      `kneepoint itself listens on ${where}; name the serving process with --pid.`,
    );
  }
  return describe(files, where, holders);
}

/** The sockets the kernel would give a connection to: a listed address goes before "any address". */
function bestMatches(
  listening: readonly ListeningSocket[],
  addresses: readonly string[],
  port: number,
): ListeningSocket[] {
  const exact = addresses.flatMap((address) =>
    isIPv4(address)
      ? [kernelAddress(address), kernelMappedAddress(address)]
      : kernelAddress(address),
  );
  const any = addresses.some((address) => isIPv4(address))
    ? [[ANY_IPV4], [ANY_IPV6]]
    : [[ANY_IPV6]];
  for (const accepted of [exact, ...any]) {
    const matches = listening.filter((s) => s.port === port && accepted.includes(s.address));
    if (matches.length > 0) return matches;
  }
  return [];
}

function findHolders(files: KernelFiles, inodes: ReadonlySet<string>): number[] {
  const targets = new Set([...inodes].map((inode) => `socket:[${inode}]`));
  const holders = pidsIn(files.names("/proc") ?? []).filter((pid) => {
    const descriptors = files.names(`/proc/${pid}/fd`) ?? [];
    return descriptors.some((fd) => targets.has(files.link(`/proc/${pid}/fd/${fd}`) ?? ""));
  });
  // A service manager keeps the sockets it opened for a service, but does not serve.
  return holders.length > 1 ? holders.filter((pid) => pid !== 1) : holders;
}

function describe(files: KernelFiles, where: string, listeners: readonly number[]): ListenerSearch {
  const roots = findRoots(files, listeners);
  const pid = roots[0] ?? listeners[0]!;
  const stat = readProcessStat(files, pid);
  if (stat === undefined) return miss("not-listening", `What listened on ${where} has just ended.`);
  const program = parseArguments(files.text(`/proc/${pid}/cmdline`) ?? "")[0] ?? stat.name;
  if (FORWARDERS.has(basename(program))) {
    const advice = "name the serving process with --pid";
    return miss("forwarded", `${basename(program)} passes ${where} on to a container; ${advice}.`);
  }
  return { found: true, pid, roots, listeners, command: commandOf(files, pid, stat) };
}

/**
 * The nearest process that is, or is above, all listeners. Where that is only what started kneepoint too, a shell or
 * a service manager, the listeners are unrelated and stand for themselves.
 */
function findRoots(files: KernelFiles, listeners: readonly number[]): number[] {
  const lines = listeners.map((pid) => lineage(files, pid));
  const shared = new Set(lineage(files, process.pid));
  const common = lines[0]?.find((pid) => lines.every((line) => line.includes(pid)));
  if (common !== undefined && (listeners.length === 1 || (common > 1 && !shared.has(common)))) {
    return [common];
  }
  return lines
    .filter(([, ...above]) => !above.some((pid) => listeners.includes(pid)))
    .flatMap(([pid]) => pid ?? []);
}

/** A process, its parent, and so on up to the first process. */
function lineage(files: KernelFiles, pid: number): number[] {
  const line: number[] = [];
  for (let next = pid; next > 0 && !line.includes(next);) {
    line.push(next);
    next = readProcessStat(files, next)?.ppid ?? 0;
  }
  return line;
}

function hidden(where: string, sockets: readonly ListeningSocket[]): ListenerSearch {
  const user = `user ${sockets[0]?.uid ?? "unknown"}`;
  const advice =
    process.getuid?.() === 0
      ? "it runs in another PID namespace: run kneepoint where it can be seen, or name it with --pid"
      : "run kneepoint as that user or as root, or name the process with --pid";
  return miss("permission", `The process that listens on ${where} (${user}) is hidden: ${advice}.`);
}

function miss(
  reason: Extract<ListenerSearch, { found: false }>["reason"],
  message: string,
): ListenerSearch {
  return { found: false, reason, message };
}
