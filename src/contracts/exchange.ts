import type { Outcome } from "./outcome.ts";
import type { ResponseView } from "./request.ts";

/** One request as the wire sends it. */
export interface OutgoingRequest {
  /**
   * Head and body in order, head complete with Content-Length and the blank line. One chunk is the fast path;
   * the wire never changes them and holds them until the exchange is over.
   */
  readonly chunks: readonly Uint8Array[];
  /** Sum of the chunks' lengths. */
  readonly bytes: number;
  /** Bytes of `bytes` that are head. */
  readonly headBytes: number;
  /** True for HEAD, whose response never has a body. */
  readonly noResponseBody: boolean;
  /** Bytes of response body to keep; 0 only counts them. */
  readonly captureBytes: number;
  /** Whether response headers are kept for `ResponseView.header`. */
  readonly captureHeaders: boolean;
  /** Send `Expect: 100-continue` semantics: hold the body until the server agrees or a second has gone by. */
  readonly expectContinue?: boolean;
}

/**
 * The life of one request on one connection, reused from request to request: read it in the completion callback,
 * keep nothing. Times are milliseconds of the run clock, NaN where the event did not happen.
 */
export interface Exchange {
  /** The engine's own: what this exchange carries. */
  sequence: number;
  intended: number;
  payload: number;
  user: number;
  /** Ms it waited for a free connection. */
  queued: number;

  /** Set by the wire. */
  sent: number;
  /** Durations in ms of opening this exchange's connection; NaN when it was open already. */
  dns: number;
  connect: number;
  tls: number;
  /** Duration from the first write to the last byte accepted by the kernel. */
  upload: number;
  firstByte: number;
  done: number;
  outcome: Outcome;
  /** Why, when the outcome is a failure: system error code and phase, or what the parser met. For people. */
  detail: string;
  status: number;
  bytesOut: number;
  bytesIn: number;
  /** The connection carried a request before this one. */
  reused: boolean;
  /** Failed on a reused connection before any byte of response. */
  reuseRace: boolean;
  /** Number of the connection within its client, from 0; a reopened slot gets a new number. */
  connection: number;
  /** Complete response; undefined unless the outcome is `ok`, `http-*` or `rejected-413`. */
  response: ResponseView | undefined;
}
