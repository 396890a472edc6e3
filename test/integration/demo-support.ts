import { fork } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { request } from "node:http";
import type { IncomingHttpHeaders } from "node:http";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const SERVICE = fileURLToPath(new URL("../../build/demo/service.js", import.meta.url));

/** Nothing the service does takes this long. */
const PATIENCE_MS = 20_000;

export interface Ready {
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  readonly pids: readonly number[];
}

export interface RunningService extends Ready {
  readonly child: ChildProcess;
  /** What it wrote so far. */
  readonly output: { stdout: string; stderr: string };
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>;
}

/** The built service as a child process, serving on a free port. */
export async function startService(...args: string[]): Promise<RunningService> {
  const { child, output } = launch("--port", "0", ...args);
  const exited = once(child, "exit");
  const ready = await new Promise<Ready>((resolve, reject) => {
    child.once("message", (message: Ready) => resolve(message));
    child.once("exit", () => reject(new Error(`the service did not start: ${output.stderr}`)));
  });
  return {
    ...ready,
    child,
    output,
    stop: async () => {
      child.kill("SIGTERM");
      await exited;
      return child.exitCode;
    },
  };
}

/** The service with these very arguments. */
export function launch(...args: string[]): Pick<RunningService, "child" | "output"> {
  const child = fork(SERVICE, args, { stdio: ["ignore", "pipe", "pipe", "ipc"], execArgv: [] });
  const output = { stdout: "", stderr: "" };
  child.stdout?.on("data", (text: Buffer) => (output.stdout += text.toString()));
  child.stderr?.on("data", (text: Buffer) => (output.stderr += text.toString()));
  return { child, output };
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** One request on a connection of its own. */
export function ask(
  url: string,
  path: string,
  method: string,
  body?: Uint8Array | string,
  headers: Record<string, string> = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const signal = AbortSignal.timeout(PATIENCE_MS);
    const options = { method, headers, signal, agent: false } as const;
    const sent = request(`${url}${path}`, options, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.once("error", reject);
      response.once("end", () => {
        const text = Buffer.concat(chunks).toString();
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
      });
    });
    sent.once("error", reject);
    sent.end(body);
  });
}

/** Writes `pieces` on a raw connection and returns all that came back until the server closed it. */
export async function speak(port: number, ...pieces: (string | Uint8Array)[]): Promise<string> {
  const socket = connect(port, "127.0.0.1");
  let received = "";
  socket.on("data", (chunk: Buffer) => (received += chunk.toString("latin1")));
  const ended = once(socket, "end");
  for (const piece of pieces) socket.write(piece);
  await ended;
  socket.destroy();
  return received;
}

export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PredictionAnswer {
  readonly model: string;
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly (Box & { readonly score: number })[];
  readonly timing: Readonly<Record<"queueMs" | "decodeMs" | "inferMs" | "postMs", number>>;
}

/** A prediction that must succeed. */
export async function predict(
  url: string,
  body: Uint8Array | string,
  type?: string,
): Promise<PredictionAnswer> {
  const headers: Record<string, string> = type === undefined ? {} : { "Content-Type": type };
  const { status, text } = await ask(url, "/predict", "POST", body, headers);
  if (status !== 200) throw new Error(`${status}: ${text}`);
  const answer: PredictionAnswer = JSON.parse(text);
  return answer;
}

/** Shared area by united area, 0..1. */
export function overlap(a: Box, b: Box): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  const shared = Math.max(0, width) * Math.max(0, height);
  return shared / (a.width * a.height + b.width * b.height - shared);
}

/** Values of a family in the service's `/metrics`, by their labels. */
export async function metric(url: string, name: string): Promise<Map<string, number>> {
  const { text } = await ask(url, "/metrics", "GET");
  const found = new Map<string, number>();
  for (const line of text.split("\n")) {
    const match = /^(\w+)\{(.*)\} (\S+)$/.exec(line);
    if (match?.[1] === name) found.set(match[2]!, Number(match[3]));
  }
  return found;
}

export function sum(values: ReadonlyMap<string, number>, label = ""): number {
  let total = 0;
  for (const [labels, value] of values) if (labels.includes(label)) total += value;
  return total;
}

/** Asks again and again until the answer is true; fails after a while. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`waited too long for ${String(condition)}`);
    await sleep(20);
  }
}

/** Whether a process of that id exists. */
export function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
