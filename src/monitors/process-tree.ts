import type { Monitor, Reading } from "../contracts/monitor.ts";
import { KernelFiles } from "./proc/kernel-files.ts";
import { hasEnded, pidsIn, readProcessStat } from "./proc/process-files.ts";
import { PROCESS_COLUMNS, ProcessMonitor } from "./process.ts";
import type { MonitorSource } from "./source.ts";

/** Processes of a tree watched at a time. [J] */
const PROCESSES_WATCHED = 128;

/**
 * A process known not to belong to the tree is not looked at again, which keeps a reading cheap on a machine with
 * thousands. Every so many listings all are, in case a number was used again in between. [J]
 */
const LISTINGS_PER_FULL_SEARCH = 16;

/**
 * The processes of a tree, a monitor each: the roots, and from reading to reading whatever they and their children
 * start. A process that ended drops out; one whose parent ended stays. A process that lives for less than the time
 * between two readings is not seen. A root that does not exist is given as a monitor that says so.
 */
export function processTreeMonitor(
  roots: number | readonly number[],
  files: () => KernelFiles = () => new KernelFiles(),
): MonitorSource {
  const tree = new ProcessTree(typeof roots === "number" ? [roots] : roots, files);
  return () => tree.list();
}

class ProcessTree {
  readonly #newFiles: () => KernelFiles;
  readonly #files: KernelFiles;
  readonly #members = new Map<number, ProcessMonitor>();
  readonly #missing: Monitor[] = [];
  #strangers = new Set<number>();
  #listings = 0;

  constructor(roots: readonly number[], newFiles: () => KernelFiles) {
    this.#newFiles = newFiles;
    this.#files = newFiles();
    for (const pid of roots) {
      if (!this.#adopt(pid)) this.#missing.push(new MissingProcess(pid, this.#files));
    }
  }

  list(): readonly Monitor[] {
    for (const [pid, monitor] of this.#members) {
      if (!monitor.isAlive()) this.#members.delete(pid);
    }
    if (this.#members.size > 0) this.#findChildren();
    return [...this.#members.values(), ...this.#missing];
  }

  #findChildren(): void {
    const fullSearch = this.#listings++ % LISTINGS_PER_FULL_SEARCH === 0;
    const parents = new Map<number, number>();
    const strangers = new Set<number>();
    for (const pid of pidsIn(this.#files.names("/proc") ?? [])) {
      // a target may have started us: then we and what we start are still not the target
      if (this.#members.has(pid) || pid === process.pid) continue;
      if (!fullSearch && this.#strangers.has(pid)) strangers.add(pid);
      else parents.set(pid, readProcessStat(this.#files, pid)?.ppid ?? 0);
    }
    // A grandchild can come before its parent in the listing, because numbers wrap around.
    while (this.#adoptChildren(parents));
    for (const pid of parents.keys()) strangers.add(pid);
    this.#strangers = strangers;
  }

  /** Adopts the processes of `candidates` (pid to parent) whose parent is in the tree; false when there is none. */
  #adoptChildren(candidates: Map<number, number>): boolean {
    let adopted = false;
    for (const [pid, ppid] of candidates) {
      const parent = this.#members.get(ppid);
      if (parent === undefined) continue;
      candidates.delete(pid);
      if (this.#members.size >= PROCESSES_WATCHED) {
        parent.note("processes", `only ${PROCESSES_WATCHED} of the tree are watched`);
      } else {
        adopted = this.#adopt(pid) || adopted;
      }
    }
    return adopted;
  }

  #adopt(pid: number): boolean {
    const files = this.#newFiles();
    const stat = readProcessStat(files, pid);
    if (stat === undefined || hasEnded(stat)) return false;
    this.#members.set(pid, new ProcessMonitor(pid, stat, "target", files));
    return true;
  }
}

/** A process that was asked for and is not there. */
class MissingProcess implements Monitor {
  readonly name = "process";
  readonly subject: string;
  readonly role = "target";
  readonly facts: Readonly<Record<string, number>>;
  readonly columns: Monitor["columns"] = PROCESS_COLUMNS;
  readonly #reason: string;

  constructor(pid: number, files: KernelFiles) {
    this.subject = `target pid ${pid}`;
    this.facts = { pid };
    const reason =
      files.names("/proc") === undefined ? "no /proc on this system" : "there is no such process";
    this.#reason = `${Object.keys(PROCESS_COLUMNS).join(", ")}: ${reason}`;
  }

  read(): Reading {
    return {};
  }

  unreadable(): string[] {
    return [this.#reason];
  }
}
