import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { LoadPlan, TestPlan } from "../../contracts/plan.ts";
import type { RunFile } from "../../contracts/run-file.ts";

/** What the generator can do on this machine, measured against a server that does nothing. */
export interface Calibration {
  /** Requests a second with as many users as keep it busy. */
  readonly ceilingPerSecond: number;
  /** CPU time of the generator a request at that rate, in microseconds; null where it cannot be read. */
  readonly cpuMicroseconds: number | null;
  /** The highest open load tried that could be measured, or the lowest that could not. */
  readonly pacedPerSecond: number;
  /** How late its requests left, in ms; null when too few were sent to tell. */
  readonly latenessP50Ms: number | null;
  readonly latenessP99Ms: number | null;
  readonly verdict: RunFile["validity"]["verdict"];
}

const USERS = 16;
const SECONDS = 2;
const WARMUP_SECONDS = 1;
/** Shares of the ceiling at which requests are paced, until one is valid: the server takes its part of the machine. [J] */
const PACED_SHARES = [0.5, 0.25, 0.1];
const READY_MS = 10_000;

type Run = (plan: TestPlan, directory: string) => Promise<RunFile>;

/** Loads the null server as fast as it goes, then on schedule; three and a half seconds each. */
export async function calibrate(run: Run, say: (text: string) => void): Promise<Calibration> {
  const directory = await mkdtemp(join(tmpdir(), "kneepoint-doctor-"));
  const server = fork(fileURLToPath(new URL("null-server.js", import.meta.url)));
  try {
    const url = `http://127.0.0.1:${await portOf(server)}/`;
    say("Sending as fast as this machine can");
    const fast = await run(planOf(url, AS_FAST_AS_POSSIBLE), join(directory, "fast"));
    const ceiling = fast.throughput.okPerSecond;
    const { rate, paced } = await pace(run, url, ceiling, directory, say);
    const { lateness } = paced.latencyMs;
    return {
      ceilingPerSecond: ceiling,
      cpuMicroseconds: cpuOf(fast),
      pacedPerSecond: rate,
      latenessP50Ms: lateness.p50 ?? null,
      latenessP99Ms: lateness.p99 ?? null,
      verdict: paced.validity.verdict,
    };
  } finally {
    server.kill();
    await rm(directory, { recursive: true, force: true });
  }
}

async function pace(
  run: Run,
  url: string,
  ceiling: number,
  directory: string,
  say: (text: string) => void,
): Promise<{ rate: number; paced: RunFile }> {
  for (let i = 0; ; i++) {
    const rate = Math.max(1, Math.round(ceiling * PACED_SHARES[i]!));
    say(`Sending ${rate} requests a second on schedule`);
    const paced = await run(planOf(url, openLoad(rate)), join(directory, `paced-${i}`));
    if (paced.validity.verdict !== "invalid" || i === PACED_SHARES.length - 1)
      return { rate, paced };
  }
}

async function portOf(server: ChildProcess): Promise<number> {
  const [port] = (await once(server, "message", { signal: AbortSignal.timeout(READY_MS) })) as [
    number,
  ];
  return port;
}

const AS_FAST_AS_POSSIBLE: LoadPlan = {
  model: "closed",
  startUsers: USERS,
  stages: [{ seconds: SECONDS, target: USERS }],
  thinkSeconds: 0,
  thinkArrivals: "constant",
  warmupSeconds: WARMUP_SECONDS,
  maxRequests: undefined,
};

function openLoad(rate: number): LoadPlan {
  return {
    model: "open",
    arrivals: "poisson",
    startRate: rate,
    stages: [{ seconds: SECONDS, target: rate }],
    maxInFlight: 1000,
    warmupSeconds: WARMUP_SECONDS,
    maxRequests: undefined,
  };
}

function planOf(url: string, load: LoadPlan): TestPlan {
  return {
    target: { url, method: undefined, headers: [], insecure: false },
    load,
    connections: { count: undefined, keepAlive: true, connectTimeoutMs: 5000, timeoutMs: 10_000 },
    input: { spec: undefined, count: undefined, memoryBytes: 1 << 20, unique: false },
    protocol: { name: "raw", options: {} },
    expect: [],
    slo: [],
    monitor: { pid: undefined, discover: false, periodMs: 250 },
    seed: 1,
    workers: undefined,
  };
}

/** Mean of the generator's cores while the load ran, a request. */
function cpuOf({ monitors, throughput }: RunFile): number | null {
  const process = monitors.find((series) => series.role === "generator" && "cpu" in series.columns);
  const cores = (process?.columns["cpu"]?.values ?? []).filter((value) => value !== null);
  if (cores.length === 0 || throughput.okPerSecond === 0) return null;
  const mean = cores.reduce((sum, value) => sum + value, 0) / cores.length;
  return (mean / throughput.okPerSecond) * 1e6;
}
