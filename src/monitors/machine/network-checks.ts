import { openFilesLimit, portRange } from "../generator-limits.ts";
import { atLeast, type Check, judged } from "./check.ts";

/** A descriptor a connection: 10,000 connections with the rest of the process. [J] */
const OPEN_FILES = { good: 10_240, bad: 256 };
/** Linux gives 28,232 unless told otherwise. [J] */
const LOCAL_PORTS = { good: 28_000, bad: 5_000 };
/** Linux gives 4096 since 5.4, and 128 before. [J] */
const ACCEPT_QUEUE = { good: 1024, bad: 64 };

/** How many descriptors this process may open. Node.js has raised the soft limit to the hard one. */
export const checkOpenFiles: Check = ({ files }) => {
  const limit = openFilesLimit(files.text("/proc/self/limits") ?? "");
  if (limit === undefined) return undefined;
  return judged(
    "open files",
    atLeast(limit.soft, OPEN_FILES.good, OPEN_FILES.bad),
    `${limit.soft} (hard limit ${limit.hard})`,
    `at least ${OPEN_FILES.good}`,
    `Each connection takes one: raise the limit with "ulimit -Hn ${OPEN_FILES.good * 2}" as root, or in /etc/security/limits.conf.`,
  );
};

/** How many connections one source address can have to one destination. */
export const checkLocalPorts: Check = ({ files }) => {
  const ports = portRange(files.text("/proc/sys/net/ipv4/ip_local_port_range") ?? "");
  if (ports === null) return undefined;
  return judged(
    "local ports",
    atLeast(ports, LOCAL_PORTS.good, LOCAL_PORTS.bad),
    `${ports} a destination`,
    `at least ${LOCAL_PORTS.good}`,
    "Widen them for more connections: sysctl net.ipv4.ip_local_port_range='10240 65535'.",
  );
};

/** The longest accept queue a service on this machine can ask for. */
export const checkAcceptQueue: Check = ({ files }) => {
  const text = files.text("/proc/sys/net/core/somaxconn");
  if (text === undefined) return undefined;
  return judged(
    "accept queue",
    atLeast(Number(text), ACCEPT_QUEUE.good, ACCEPT_QUEUE.bad),
    `${text.trim()} connections at most (somaxconn)`,
    `at least ${ACCEPT_QUEUE.good}, where the service runs here`,
    "A service here refuses bursts of new connections: sysctl net.core.somaxconn=4096.",
  );
};

const REUSE: Readonly<Record<string, string>> = {
  "0": "never",
  "1": "for every destination",
  "2": "on loopback only",
};

/** Whether ports of closed connections can be used again before their minute in TIME_WAIT is over. */
export const checkTimeWait: Check = ({ files }) => {
  const text = files.text("/proc/sys/net/ipv4/tcp_tw_reuse")?.trim();
  if (text === undefined) return undefined;
  return judged(
    "time-wait reuse",
    text === "0" ? "warning" : "good",
    REUSE[text] ?? text,
    "on loopback or for every destination",
    "Without keep-alive about 470 new connections a second are possible: sysctl net.ipv4.tcp_tw_reuse=1.",
  );
};
