import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { ReadyMessage } from "./messages.ts";

/** The bundled service, running for the tour. */
export interface TourService {
  readonly url: string;
  stop(): Promise<void>;
}

/** Small enough that a tour sees hundreds of answers. */
const MAX_SIDE = 320;

/** Starts the service on a free port of loopback and waits until its model is warm. */
export async function startService(processes: number): Promise<TourService> {
  const script = fileURLToPath(new URL("./service.js", import.meta.url));
  const args = ["--processes", String(processes), "--port", "0", "--max-side", String(MAX_SIDE)];
  const child = fork(script, args, {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    detached: true,
  });
  const ready = (await Promise.race([once(child, "message"), once(child, "exit")])) as [
    ReadyMessage | number,
  ];
  const [message] = ready;
  if (typeof message === "number")
    throw new Error(`The bundled service ended with code ${message}.`);
  return {
    url: message.url,
    async stop() {
      const exited = once(child, "exit");
      child.kill("SIGTERM");
      await exited;
    },
  };
}
