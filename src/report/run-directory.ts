import { randomFillSync } from "node:crypto";
import { closeSync, openSync, rmSync, writeSync } from "node:fs";
import {
  access,
  constants,
  mkdir,
  open,
  readdir,
  rename,
  rm,
  stat,
  statfs,
} from "node:fs/promises";
import { dirname, join } from "node:path";
import { type Problem, UserError } from "../contracts/errors.ts";
import type { RunFile } from "../contracts/run-file.ts";
import { RESERVE_FILE, RUN_FILE, SAMPLES_FILE } from "./files.ts";
import { bytes, text } from "./format.ts";
import { SampleFile, type SampleFileInfo, type SampleSink } from "./parquet/sample-file.ts";
import { stringifyRun } from "./run-json.ts";

/** A run is not begun with less free disk. Engineering threshold: half a million samples and the report. */
export const MIN_FREE_BYTES: number = 64e6;

/** Room kept for `run.json` and the report, should the samples fill the disk: a long run's file takes some 4 MB. */
const RESERVED_BYTES = 8 * 2 ** 20;

/** Where one run is kept: `samples.parquet` while it runs, `run.json` at its end. */
export class RunDirectory {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /** Opens `samples.parquet`, and sets aside the room that `run.json` will need. Never throws. */
  samples(info: SampleFileInfo): SampleSink {
    reserve(join(this.path, RESERVE_FILE));
    return new SampleFile(join(this.path, SAMPLES_FILE), info);
  }

  /**
   * Writes `run.json` as a whole or not at all: to a file beside it, flushed, then renamed.
   * @throws UserError (`disk`) when it cannot be written.
   */
  async writeRun(run: RunFile): Promise<void> {
    const target = join(this.path, RUN_FILE);
    const draft = `${target}.draft`;
    const content = stringifyRun(run);
    try {
      await rm(join(this.path, RESERVE_FILE), { force: true });
      await writeFlushed(draft, content);
      await rename(draft, target);
      await flushDirectory(this.path);
    } catch (error) {
      await rm(draft, { force: true });
      throw new UserError([unwritable(target, error as NodeJS.ErrnoException)]);
    }
  }
}

/**
 * Makes a run directory, with its parents, and checks that a run fits.
 * @throws UserError: `run-directory` when it has content, is no directory or cannot be written to; `disk` when less
 * than 64 MB are free.
 */
export async function createRunDirectory(path: string): Promise<RunDirectory> {
  try {
    await makeDirectory(path);
    if ((await readdir(path)).length > 0) throw new UserError([occupied(path)]);
    await access(path, constants.W_OK | constants.X_OK);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError([unusable(path, error as NodeJS.ErrnoException)]);
  }
  const { bavail, bsize } = await statfs(path);
  if (bavail * bsize < MIN_FREE_BYTES) throw new UserError([full(path, bavail * bsize)]);
  return new RunDirectory(path);
}

/** Its parents too. Node's own `recursive` never ends where the kernel answers ENOENT, as under /proc. */
async function makeDirectory(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isDirectory() === true) return;
  const parent = dirname(path);
  if (parent !== path) await makeDirectory(parent);
  await mkdir(path);
}

function occupied(path: string): Problem {
  return {
    code: "run-directory",
    where: "run directory",
    received: path,
    expected: "a new or empty directory",
    hint: "It already has content, and results are never overwritten: name another, or remove it.",
  };
}

function unusable(path: string, error: NodeJS.ErrnoException): Problem {
  const reasons: Record<string, string> = {
    EEXIST: "It, or a part of its path, is a file.",
    ENOTDIR: "It, or a part of its path, is a file.",
    EACCES: "This user may not write there.",
    EPERM: "This user may not write there.",
    EROFS: "The file system is read-only.",
    ENOSPC: "The disk is full.",
  };
  return {
    code: error.code === "ENOSPC" ? "disk" : "run-directory",
    where: "run directory",
    received: path,
    expected: "a directory that can be made and written to",
    hint: `${reasons[error.code ?? ""] ?? error.message} Name another directory.`,
  };
}

function full(path: string, free: number): Problem {
  return {
    code: "disk",
    where: `disk of ${path}`,
    received: `${text(bytes(free))} free`,
    expected: `at least ${text(bytes(MIN_FREE_BYTES))} free`,
    hint: "Free some room, or name a directory on another disk.",
  };
}

function unwritable(path: string, error: NodeJS.ErrnoException): Problem {
  return {
    code: "disk",
    where: path,
    received: error.code ?? error.message,
    expected: "room and permission to write the results",
    hint:
      error.code === "ENOSPC"
        ? "The disk is full: the results are in this terminal only."
        : `${error.message}. The results are in this terminal only.`,
  };
}

/** Random bytes, because a file system that compresses would give zeros no room. */
function reserve(path: string): void {
  try {
    const fd = openSync(path, "w");
    try {
      const block = randomFillSync(Buffer.alloc(2 ** 20));
      for (let done = 0; done < RESERVED_BYTES;) done += writeSync(fd, block);
    } finally {
      closeSync(fd);
    }
  } catch {
    // without the reserve a run is only less safe
    rmSync(path, { force: true });
  }
}

async function writeFlushed(path: string, content: string): Promise<void> {
  const file = await open(path, "w");
  try {
    await file.writeFile(content);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes the rename itself last; some file systems cannot flush a directory, and the file is whole either way. */
async function flushDirectory(path: string): Promise<void> {
  const directory = await open(path, "r");
  await directory.sync().catch(() => undefined);
  await directory.close();
}
