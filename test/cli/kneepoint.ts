import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, expect } from "vitest";

/** The built command. */
export const MAIN: string = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));

/** How a command ended, and what it printed. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  /** Called with everything printed on stderr so far, and how to send a signal. */
  readonly watch?: (stderr: string, kill: (signal: NodeJS.Signals) => void) => void;
}

/** An empty directory for the tests of one file. */
export function workspace(): string {
  const directory = mkdtempSync(join(tmpdir(), "kneepoint-cli-"));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

/** Runs the built command as a process of its own, away from the settings of whoever runs the tests. */
export async function kneepoint(argv: readonly string[], options: RunOptions = {}): Promise<Ended> {
  const child = spawn(process.execPath, [MAIN, ...argv], {
    cwd: options.cwd ?? tmpdir(),
    env: { PATH: process.env["PATH"], ...options.env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on("data", (chunk: Buffer) => {
    stderr += chunk.toString();
    options.watch?.(stderr, (signal) => child.kill(signal));
  });
  const code = await new Promise<number | null>((resolve) => child.on("close", resolve));
  return { code, stdout, stderr };
}

/** No trace of the inside, and no line wider than a terminal (long words excepted). */
export function expectTidy(text: string): void {
  expect(text).not.toMatch(/\n\s+at .*:\d+:\d+/);
  expect(text).not.toMatch(/node:internal|undefined|\[object|NaN/);
  for (const line of text.split("\n")) {
    const longest = Math.max(
      0,
      ...line
        .trim()
        .split(/\s+/)
        .map((word) => word.length),
    );
    if (longest < 60) expect(line.length, line).toBeLessThanOrEqual(80);
  }
}
