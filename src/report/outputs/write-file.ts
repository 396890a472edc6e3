import { writeFile } from "node:fs/promises";
import { UserError } from "../../contracts/errors.ts";

/** Writes a text. @throws UserError as `explained`. */
export async function writeText(file: string, text: string): Promise<void> {
  await explained(file, writeFile(file, text));
}

/** Waits for a file to be written. @throws UserError: `disk` when the disk is full, else `option-value`. */
export async function explained(file: string, written: Promise<unknown>): Promise<void> {
  try {
    await written;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new UserError([
      {
        code: code === "ENOSPC" ? "disk" : "option-value",
        where: "--out",
        received: file,
        expected: "a file that can be written",
        hint: HINTS[code] ?? `${message}.`,
      },
    ]);
  }
}

const HINTS: Readonly<Record<string, string>> = {
  ENOENT: "Its directory does not exist.",
  ENOTDIR: "A part of its path is a file.",
  EISDIR: "It is a directory.",
  EACCES: "This user may not write there.",
  EPERM: "This user may not write there.",
  EROFS: "The file system is read-only.",
  ENOSPC: "The disk is full.",
};
