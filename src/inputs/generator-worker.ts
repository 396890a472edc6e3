import { parentPort, workerData } from "node:worker_threads";
import type { GeneratorSetup } from "./generator-threads.ts";
import type { PayloadGenerator } from "./kind.ts";
import { kindNamed } from "./registry.ts";

const { spec, seed } = workerData as GeneratorSetup;
const make: PayloadGenerator = await kindNamed(spec.kind)!.generator!(spec as never, seed);

async function answer(index: number): Promise<void> {
  const payload = await make(index);
  parentPort!.postMessage(payload, [payload.bytes.buffer as ArrayBuffer]);
}

// What goes wrong here ends the thread, and its error event tells the other side.
parentPort!.on("message", (index: number) => void answer(index));
