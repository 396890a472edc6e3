import type { KernelFiles } from "./kernel-files.ts";

/** Where one controller accounts for a process. */
export interface CgroupPlace {
  readonly version: 1 | 2;
  /** Path inside the hierarchy, as /proc/PID/cgroup says it. */
  readonly path: string;
  /** False for the top group of the machine, in which everything is. */
  readonly own: boolean;
  /** Directory of the group, then of the groups around it, up to the top that can be seen from here. */
  readonly directories: readonly [string, ...string[]];
}

interface CgroupMount {
  readonly version: 1 | 2;
  readonly controllers: readonly string[];
  readonly root: string;
  readonly directory: string;
}

/**
 * Finds the groups a process is in (cgroups(7), /proc/PID/cgroup and /proc/self/mountinfo), by controller. A
 * controller that version 1 has claimed is there, all others are in the one hierarchy of version 2.
 */
export class CgroupPlaces {
  readonly #files: KernelFiles;
  readonly #lines: readonly string[];
  readonly #mounts: readonly CgroupMount[];

  constructor(files: KernelFiles, pid: number) {
    this.#files = files;
    this.#lines = (files.text(`/proc/${pid}/cgroup`) ?? "").split("\n");
    this.#mounts = parseMounts(files.text("/proc/self/mountinfo") ?? "");
  }

  /** Undefined when the process is gone or its group cannot be seen from here. */
  find(controller: string): CgroupPlace | undefined {
    const path =
      this.#path((controllers) => controllers.split(",").includes(controller)) ??
      this.#path((controllers) => controllers === "");
    const mount =
      this.#mounts.find((m) => m.version === 1 && m.controllers.includes(controller)) ??
      this.#mounts.find((m) => m.version === 2);
    // A path that begins with `..` lies outside this cgroup namespace.
    if (path === undefined || mount === undefined || path.startsWith("/..")) return undefined;
    const directories = directoriesUp(mount.directory, pathBelow(path, mount.root));
    // Inside a namespace every group is shown as the top; only the real top of version 2 has no type.
    const own = path !== "/" || this.#files.text(`${directories[0]}/cgroup.type`) !== undefined;
    return { version: mount.version, path, own, directories };
  }

  #path(claims: (controllers: string) => boolean): string | undefined {
    for (const line of this.#lines) {
      const [, controllers, path] = /^\d+:([^:]*):(.*)$/.exec(line) ?? [];
      if (controllers !== undefined && claims(controllers)) return path;
    }
    return undefined;
  }
}

function parseMounts(mountinfo: string): CgroupMount[] {
  const mounts: CgroupMount[] = [];
  for (const line of mountinfo.split("\n")) {
    const [before = "", after = ""] = line.split(" - ");
    const [, , , root, directory] = before.split(" ");
    const [kind, , options = ""] = after.split(" ");
    if (root === undefined || directory === undefined) continue;
    if (kind !== "cgroup" && kind !== "cgroup2") continue;
    const version = kind === "cgroup" ? 1 : 2;
    mounts.push({ version, controllers: options.split(","), root, directory });
  }
  return mounts;
}

/** A container may have only a part of the hierarchy mounted; its own group is then the top. */
function pathBelow(path: string, root: string): string {
  if (root === "/") return path;
  return path === root || path.startsWith(`${root}/`) ? path.slice(root.length) : "/";
}

function directoriesUp(mount: string, path: string): [string, ...string[]] {
  const names = path.split("/").filter((name) => name !== "");
  const around = names.map((_, depth) => [mount, ...names.slice(0, depth)].join("/")).reverse();
  return [[mount, ...names].join("/"), ...around];
}

/** The number behind a name in a file of `name value` lines; null if absent. */
export function keyedNumber(text: string, name: string): number | null {
  for (const line of text.split("\n")) {
    if (line.startsWith(`${name} `)) return Number(line.slice(name.length + 1));
  }
  return null;
}
