import type { TestPlan } from "../contracts/plan.ts";
import type { Codec } from "../contracts/ports.ts";
import { parseInput, type Pool, preparePool } from "../inputs/index.ts";
import { createProtocol } from "../protocols/index.ts";

/** Conversions by Node's own buffers. */
export const nodeCodec: Codec = {
  utf8: (text) => Buffer.from(text, "utf8"),
  text: (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("utf8"),
  base64: (bytes) =>
    Buffer.from(
      Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("base64"),
      "latin1",
    ),
};

/**
 * Makes a plan's payloads and wraps them as its protocol wants, before any clock starts.
 * @throws UserError when the input or the protocol is described wrongly.
 */
export function preparePayloads(
  plan: TestPlan,
  onProgress: (done: number, total: number) => void,
  signal: AbortSignal,
): Promise<Pool> {
  const protocol = createProtocol(plan.protocol.name, plan.protocol.options);
  return preparePool({
    spec: plan.input.spec === undefined ? undefined : parseInput(plan.input.spec),
    encode: (payload) => protocol.encode(payload, nodeCodec),
    seed: plan.seed,
    count: plan.input.count,
    memoryBytes: plan.input.memoryBytes,
    unique: plan.input.unique,
    onProgress,
    signal,
  });
}
