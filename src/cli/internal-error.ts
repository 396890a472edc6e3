import { stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { InterruptedError, UserError } from "../contracts/errors.ts";
import { redactText } from "../contracts/redact.ts";

const LOG_FILE = "error.log";

/** A mistake of ours, whose details lie in a file. */
export class InternalError extends Error {
  readonly detailsAt: string;
  constructor(cause: Error, detailsAt: string) {
    super(cause.message, { cause });
    this.name = "InternalError";
    this.detailsAt = detailsAt;
  }
}

/** The error as it is when it is the user's; else one whose stack was kept in the run directory, if there is one. */
export async function withDetailsKept(error: unknown, directory: string): Promise<unknown> {
  if (error instanceof UserError || error instanceof InterruptedError) return error;
  const cause = error instanceof Error ? error : new Error(String(error));
  const path = join(directory, LOG_FILE);
  try {
    if (!(await stat(directory)).isDirectory()) return cause;
    await writeFile(path, `${redactText(stackOf(cause))}\n`);
    return new InternalError(cause, path);
  } catch {
    return cause;
  }
}

/** Stack trace of an error and of what caused it. */
export function stackOf(error: Error): string {
  const own = error.stack ?? error.message;
  return error.cause instanceof Error ? `${own}\nCaused by: ${stackOf(error.cause)}` : own;
}
