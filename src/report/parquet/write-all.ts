import { writeSync, writev } from "node:fs";

/** Writes every part; the kernel may take less than it was given, most of all when a disk fills up. */
export function writeAll(
  fd: number,
  parts: readonly Uint8Array[],
  position: number,
  done: (error: NodeJS.ErrnoException | null) => void,
): void {
  writev(fd, parts, position, (error, written) => {
    if (error !== null) return done(error);
    const rest = partsAfter(parts, written);
    if (rest.length === 0) done(null);
    else writeAll(fd, rest, position + written, done);
  });
}

/** What is left of the parts once their first `written` bytes are gone. */
export function partsAfter(parts: readonly Uint8Array[], written: number): readonly Uint8Array[] {
  let skip = written;
  for (const [i, part] of parts.entries()) {
    if (skip < part.length) return [part.subarray(skip), ...parts.slice(i + 1)];
    skip -= part.length;
  }
  return [];
}

/** The same for one part, at once. */
export function writeAllSync(fd: number, bytes: Uint8Array, position: number): void {
  let done = 0;
  while (done < bytes.length) {
    done += writeSync(fd, bytes, done, bytes.length - done, position + done);
  }
}
