import { randomBytes } from "node:crypto";
import { rmdir } from "node:fs/promises";
import { dirname, isAbsolute, relative, resolve } from "node:path";

/** Where runs are kept when nothing else is said. */
export const RUNS_DIRECTORY = "kneepoint-runs";

/** `20261122-163000-ab12`, in UTC, with the name behind it: ids sort by time and two at once differ. */
export function createRunId(name: string | undefined, now: Date = new Date()): string {
  const digits = now.toISOString().replaceAll(/[-:]/g, "").slice(0, 15).replace("T", "-");
  const suffix = name === undefined ? "" : `-${name}`;
  return `${digits}-${randomBytes(2).toString("hex")}${suffix}`;
}

/** The directory of a run, absolute. */
export function runDirectoryOf(
  given: string | undefined,
  name: string | undefined,
  cwd: string,
): string {
  return resolve(cwd, given ?? `${RUNS_DIRECTORY}/${createRunId(name)}`);
}

/** A path as people want to see it: relative where that is shorter. */
export function shownPath(path: string, cwd: string): string {
  const near = relative(cwd, path);
  return near === "" || near.startsWith("..") || isAbsolute(near) ? path : near;
}

/** Takes away what a run that never began has made: directories that are empty. */
export async function removeEmpty(directory: string): Promise<void> {
  await rmdir(directory)
    .then(() => rmdir(dirname(directory)))
    .catch(() => {});
}
