import { opendir, stat } from "node:fs/promises";
import { join } from "node:path";
import { seedFor } from "../../stats/random.ts";
import { isSystemError } from "./read.ts";

/** A seeded sample of the files below a directory. */
export interface FileSample {
  /** Relative to the directory, with `/`, in random order. */
  readonly paths: readonly string[];
  /** Files that matched, in the sample or not. */
  readonly matched: number;
  /** What was not looked into, and why. */
  readonly notes: readonly string[];
}

interface Ranked {
  readonly path: string;
  readonly rank: number;
}

/**
 * Up to `size` of the files below a directory whose relative paths match, each equally likely. The files whose paths
 * hash lowest are kept, so that the sample depends on the names and the seed alone, not on the order in which the
 * file system lists them, and memory holds at most twice the sample. Links to files count as files; links to
 * directories are not followed. Rejects when the directory itself cannot be listed.
 */
export async function sampleFiles(
  root: string,
  pattern: RegExp,
  size: number,
  seed: number,
  signal?: AbortSignal,
): Promise<FileSample> {
  let kept: Ranked[] = [];
  let matched = 0;
  const notes: string[] = [];
  for await (const path of walk(root, notes, signal)) {
    if (!pattern.test(path)) continue;
    matched++;
    kept.push({ path, rank: seedFor(seed, "file", path) });
    if (kept.length >= 2 * size) kept = lowest(kept, size);
  }
  return { paths: lowest(kept, size).map(({ path }) => path), matched, notes };
}

function lowest(ranked: readonly Ranked[], size: number): Ranked[] {
  const order = (a: Ranked, b: Ranked): number => a.rank - b.rank || (a.path < b.path ? -1 : 1);
  return ranked.toSorted(order).slice(0, size);
}

/** Relative paths of all files, folder by folder. */
async function* walk(root: string, notes: string[], signal?: AbortSignal): AsyncGenerator<string> {
  const folders = [""];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    signal?.throwIfAborted();
    try {
      for await (const entry of await opendir(join(root, folder))) {
        const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
        if (entry.isDirectory()) folders.push(path);
        else if (
          entry.isFile() ||
          (entry.isSymbolicLink() && (await leadsToFile(join(root, path))))
        )
          yield path;
      }
    } catch (error) {
      if (folder === "" || !isSystemError(error)) throw error;
      notes.push(`directory ${folder} was left out: ${error.message}`);
    }
  }
}

async function leadsToFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
