import { availableParallelism } from "node:os";
import { InterruptedError, type Problem, UserError } from "../contracts/errors.ts";
import type { Payload, PayloadInfo } from "../contracts/payload.ts";
import type { EncodedRequest } from "../contracts/request.ts";
import type { PrepareContext } from "./kind.ts";
import { oneItem } from "./one-item.ts";
import { PoolFiller } from "./pool-filler.ts";
import { type InputSpec, kindNamed } from "./registry.ts";
import type { SharedPool } from "./shared-pool.ts";

/** More threads than this would wait for the encoder's own. */
const MAX_THREADS = 4;

/** What to prepare. */
export interface PoolRequest {
  /** Undefined: one empty payload, for requests without a body. */
  readonly spec: InputSpec | undefined;
  /** What the protocol makes of a payload; called on the calling thread. */
  readonly encode: (payload: Payload) => EncodedRequest;
  readonly seed: number;
  /** Payloads wanted; undefined: chosen by the kind of input. */
  readonly count: number | undefined;
  /** Bytes of encoded bodies at most. */
  readonly memoryBytes: number;
  /** Whether bodies are to differ from request to request where their format allows. */
  readonly unique: boolean;
  /** Called after every payload; `total` is what is made at most. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Aborting makes `preparePool` reject with `InterruptedError`. */
  readonly signal?: AbortSignal;
  /** Generating threads; default: one a core, at most 4. */
  readonly threads?: number;
}

/** Payloads ready to send. */
export interface Pool {
  readonly info: readonly PayloadInfo[];
  readonly shared: SharedPool;
  /** Bytes of all bodies together. */
  readonly bytes: number;
  readonly preparedInMs: number;
  /** Name of the kind of input; `none` without one. */
  readonly kind: string;
  /** What a person should know: fewer than asked, left out, sent as they are. */
  readonly notes: readonly string[];
}

/**
 * Makes, encodes and stores the payloads of a run, in bounded memory: the pool itself and a few payloads a thread.
 * The same request gives the same pool on any number of threads. Rejects with `UserError` when nothing can be sent.
 */
export async function preparePool(request: PoolRequest): Promise<Pool> {
  try {
    return await prepare(request);
  } catch (error) {
    throw request.signal?.aborted === true ? new InterruptedError() : error;
  }
}

async function prepare(request: PoolRequest): Promise<Pool> {
  const started = performance.now();
  const { spec, signal, unique } = request;
  const filler = new PoolFiller(request.memoryBytes);
  const context: PrepareContext = {
    seed: request.seed,
    count: request.count,
    memoryBytes: request.memoryBytes,
    threads: request.threads ?? Math.min(availableParallelism(), MAX_THREADS),
    signal,
    space: (bytes) => filler.space(bytes),
  };
  signal?.throwIfAborted();
  const source =
    spec === undefined ? oneItem(NOTHING) : await kindNamed(spec.kind)!.open(spec, context);

  let seen = 0;
  for await (const payload of source.items()) {
    signal?.throwIfAborted();
    const numbered = { ...payload, index: filler.count, marks: unique ? payload.marks : [] };
    const kept = filler.add(numbered, request.encode(numbered));
    request.onProgress?.(++seen, source.total);
    if (!kept) break;
  }
  if (filler.count === 0) throw new UserError([tooLarge(request, filler)]);
  const notes = [...source.notes(), ...filler.notes(source.total, unique && spec !== undefined)];
  const { shared, info, bytes } = filler.finish();
  const preparedInMs = performance.now() - started;
  return { info, shared, bytes, preparedInMs, kind: spec?.kind ?? "none", notes };
}

/** The payload of a request that has none. */
const NOTHING: Payload = {
  index: 0,
  bytes: new Uint8Array(0),
  mediaType: "",
  fileName: "",
  dimension: undefined,
  traits: {},
  marks: [],
};

function tooLarge(request: PoolRequest, filler: PoolFiller): Problem {
  return {
    code: "input-spec",
    where: `input ${request.spec?.kind ?? ""}`,
    received: `${request.memoryBytes} bytes of memory for the pool`,
    expected: `room for at least one body; the smallest made has ${filler.smallestRefused} bytes`,
    hint: "give the input more memory, or ask for smaller payloads",
  };
}
