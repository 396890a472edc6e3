import { closeSync, openSync, readdirSync, readlinkSync, readSync, statSync } from "node:fs";

/** Larger than every file of /proc that is read each second, so that one read fetches it whole. */
const BUFFER_BYTES = 64 * 1024;
const shared = Buffer.allocUnsafeSlow(BUFFER_BYTES);

/**
 * The small files in which the kernel tells about itself (proc(5), sysfs(5), cgroups(7)), and what of them could not
 * be read. Synchronous on purpose: they are in memory, and a reading must not be torn apart by other work.
 */
export class KernelFiles {
  readonly #root: string;
  readonly #unreadable = new Map<string, string>();

  /** `root` is put before every path: the place of a recorded tree in tests. */
  constructor(root: string = "") {
    this.#root = root;
  }

  /** The text of a file, undefined when it cannot be read; then noted when `needed` says for what it was read. */
  text(path: string, needed?: string): string | undefined {
    try {
      return readWhole(this.#root + path);
    } catch (error) {
      this.#note(needed, path, error);
      return undefined;
    }
  }

  /** The names in a directory, undefined when it cannot be read. */
  names(path: string, needed?: string): string[] | undefined {
    try {
      return readdirSync(this.#root + path);
    } catch (error) {
      this.#note(needed, path, error);
      return undefined;
    }
  }

  /** How many entries a directory of /proc has, null when it cannot be read. */
  count(path: string, needed?: string): number | null {
    try {
      // /proc/PID/fd tells its length as its size since Linux 6.2, and 0 before.
      const size = this.#root === "" ? statSync(path).size : 0;
      return size > 0 ? size : readdirSync(this.#root + path).length;
    } catch (error) {
      this.#note(needed, path, error);
      return null;
    }
  }

  /** Where a symbolic link points, undefined when it cannot be read. */
  link(path: string): string | undefined {
    try {
      return readlinkSync(this.#root + path);
    } catch {
      return undefined;
    }
  }

  /** Adds what is missing for a reason of the caller's own. */
  note(what: string, reason: string): void {
    if (!this.#unreadable.has(what)) this.#unreadable.set(what, reason);
  }

  /** What could not be read so far, each once: `fds: /proc/42/fd: permission denied`. */
  unreadable(): string[] {
    return [...this.#unreadable].map(([what, reason]) => `${what}: ${reason}`);
  }

  #note(needed: string | undefined, path: string, error: unknown): void {
    if (needed !== undefined) this.note(needed, `${path}: ${reasonOf(error)}`);
  }
}

/** Half the time of `readFileSync`, which asks for the size first and allocates. */
function readWhole(path: string): string {
  const file = openSync(path, "r");
  try {
    let text = "";
    for (;;) {
      const length = readSync(file, shared, 0, BUFFER_BYTES, null);
      if (length === 0) return text;
      text += shared.toString("utf8", 0, length);
    }
  } finally {
    closeSync(file);
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "does not exist",
  ESRCH: "the process has ended",
  EACCES: "permission denied",
  EPERM: "permission denied",
  ENOTDIR: "does not exist",
};

/** A failed read in words; the system's own code where there is no better word. */
export function reasonOf(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
  return REASONS[code] ?? code;
}
