import type { Mark } from "../contracts/payload.ts";
import type { Header } from "../contracts/request.ts";

/** One prepared body within a shared pool. */
export interface PoolEntry {
  /** Place of the body in the pool's buffer, bytes. */
  readonly offset: number;
  readonly length: number;
  /** Headers the protocol asks for with this body. */
  readonly headers: readonly Header[];
  /** Stretches of the body rewritten for every request; sorted, not overlapping. */
  readonly marks: readonly Mark[];
  /** False for a request without a body, as opposed to an empty one. */
  readonly hasBody: boolean;
}

/** Prepared bodies, encoded by the protocol already. Structured-cloneable: the bytes are shared, never copied. */
export interface SharedPool {
  readonly buffer: SharedArrayBuffer;
  readonly entries: readonly PoolEntry[];
}
