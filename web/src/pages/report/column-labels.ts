import { bytes, exact, text } from "../../format/index.ts";

const LABELS: Readonly<Record<string, string>> = {
  cpu: "CPU",
  cpuMaxThread: "busiest thread",
  cpuWait: "busiest thread waiting for a CPU",
  rss: "resident memory",
  peakRss: "resident memory, highest so far",
  voluntarySwitches: "waits of its threads",
  fds: "open files",
  iowait: "waiting for disk",
  steal: "taken by other guests (steal)",
  cpuPressure: "time with tasks waiting for a CPU",
  memoryPressure: "time with tasks waiting for memory",
  tcpRetransmits: "TCP segments sent again",
  listenOverflows: "accept queue overflows",
  throttled: "periods throttled by the CPU limit",
  oomKills: "processes killed for memory",
  eventLoop: "event loop busy",
  gcMs: "garbage collection so far",
  inFlight: "requests in flight",
  ports: "local ports",
  latenessMax: "highest lateness",
};

/** A monitor's column or fact as people call it; one not known here is spelled out: `memoryUsed` is `memory used`. */
export function columnLabel(name: string): string {
  if (Object.hasOwn(LABELS, name)) return LABELS[name]!;
  return name.replace(/([a-z0-9])([A-Z])/g, "$1 $2").toLowerCase();
}

/** A fact and its value, bytes with their unit. */
export function factOf(
  name: string,
  value: string | number,
): readonly [name: string, value: string] {
  if (typeof value !== "number" || !name.endsWith("Bytes"))
    return [columnLabel(name), String(value)];
  return [columnLabel(name.slice(0, -"Bytes".length)), text(exact(bytes(value)))];
}

/** `target pid 4242 (node)` as `pid 4242`, where there is a pid. */
export function shortSubject(subject: string): string {
  return /pid \d+/.exec(subject)?.[0] ?? subject;
}
