import { TICKS_PER_SECOND } from "./process-files.ts";

/** CPU time of the whole machine since boot, in seconds over all cores; null where the system does not tell. */
export interface HostTimes {
  /** Programs, niced ones included. Guests of this machine count as programs. */
  readonly user: number;
  /** Kernel, interrupts included. */
  readonly system: number;
  /** Idle while some program waits for a disk. */
  readonly iowait: number | null;
  /** Time the hypervisor gave to others while this machine had work. */
  readonly steal: number | null;
  /** All of it, idle time too. */
  readonly total: number;
  readonly contextSwitches: number | null;
  readonly cores: number;
}

/** The parsed /proc/stat (proc_stat(5)); undefined when it is no such text. */
export function parseHostTimes(text: string): HostTimes | undefined {
  const line = /^cpu +(.*)$/m.exec(text)?.[1];
  if (line === undefined) return undefined;
  const ticks = line.split(" ").map(Number);
  // guest and guest_nice, fields 9 and 10, are part of user and nice already
  const [user = 0, nice = 0, system = 0, idle = 0, iowait = 0, irq = 0, softirq = 0, steal = 0] =
    ticks.map((tick) => tick / TICKS_PER_SECOND);
  const total = user + nice + system + idle + iowait + irq + softirq + steal;
  if (Number.isNaN(total)) return undefined;
  const switches = /^ctxt (\d+)$/m.exec(text)?.[1];
  return {
    user: user + nice,
    system: system + irq + softirq,
    iowait,
    steal,
    total,
    contextSwitches: switches === undefined ? null : Number(switches),
    cores: text.match(/^cpu\d/gm)?.length ?? 0,
  };
}

/**
 * Microseconds since boot in which at least one task had to wait, from a file of /proc/pressure
 * (Documentation/accounting/psi in Linux); null when it is no such text.
 */
export function parsePressure(text: string): number | null {
  const total = /^some .*\btotal=(\d+)/m.exec(text)?.[1];
  return total === undefined ? null : Number(total);
}

/** A counter of /proc/net/snmp or /proc/net/netstat: a line of names, then a line of values, both with the group in front. */
export function networkCounter(text: string, group: string, name: string): number | null {
  const lines = text.split("\n").filter((line) => line.startsWith(`${group}: `));
  const index = lines[0]?.split(" ").indexOf(name) ?? -1;
  const value = index < 0 ? Number.NaN : Number(lines[1]?.split(" ")[index]);
  return Number.isNaN(value) ? null : value;
}
