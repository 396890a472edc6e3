import { execFileSync, spawn, spawnSync } from "node:child_process";

/** What a finished process cost. */
export interface Cost {
  readonly stdout: string;
  /** User and system CPU of the process and its children, seconds. */
  readonly cpuSeconds: number;
  /** Highest resident set, bytes. */
  readonly peakBytes: number;
}

/** Whether a command can be started on this machine. */
export function available(command: string): boolean {
  return spawnSync("sh", ["-c", `command -v ${command}`]).status === 0;
}

/** Runs a command to its end on the given processor and reads its cost from the operating system. */
export function measured(command: readonly string[], cpu: number | undefined): Promise<Cost> {
  const pinned =
    cpu === undefined || !available("taskset")
      ? command
      : ["taskset", "-c", String(cpu), ...command];
  return new Promise((resolve, reject) => {
    const child = spawn("python3", ["-c", RUSAGE, ...pinned], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    let stdout = "";
    let stderr = "";
    child.stdout.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
    child.on("error", reject);
    child.on("close", (code) => {
      const line = stderr.trimEnd().split("\n").at(-1) ?? "";
      const [user, system, peakKb] = line.split(" ").map(Number);
      if (code !== 0 || peakKb === undefined)
        reject(new Error(`${command.join(" ")} ended with ${code}: ${stderr}`));
      else resolve({ stdout, cpuSeconds: user! + system!, peakBytes: peakKb * 1024 });
    });
  });
}

/** Waits for the command and prints its resource usage; a verdict on the target (96, 99) is no failure here. */
const RUSAGE = `
import resource, subprocess, sys
code = subprocess.call(sys.argv[1:])
u = resource.getrusage(resource.RUSAGE_CHILDREN)
print(u.ru_utime, u.ru_stime, u.ru_maxrss, file=sys.stderr)
sys.exit(0 if code in (0, 96, 99) else code)
`;

/** The machine a result was measured on. */
export function describeMachine(): Record<string, string | number> {
  const run = (command: string): string =>
    execFileSync("sh", ["-c", command], { encoding: "utf8" }).trim();
  return {
    cpu: run("grep -m1 'model name' /proc/cpuinfo | cut -d: -f2"),
    cores: Number(run("nproc")),
    kernel: run("uname -r"),
    node: process.version,
    measuredAt: new Date().toISOString(),
  };
}
