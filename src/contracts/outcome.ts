/**
 * How a request ended. The order is the code stored in sample columns, so new outcomes go at the end.
 * A failure is a sample with an outcome, never an exception.
 */
export const OUTCOMES = [
  "ok",
  "http-4xx",
  "http-5xx",
  "rejected-413",
  "timeout",
  "connect-refused",
  "connect-timeout",
  "reset",
  "closed-early",
  "protocol-error",
  "tls-error",
  "dns-error",
  "bad-response",
  "unfinished",
  "dropped",
  "connect-failed",
  "local-limit",
] as const;

/**
 * - `ok`: answered, and every success predicate held.
 * - `http-4xx`, `http-5xx`, `rejected-413`: the status says so (3xx and odd codes that no predicate accepts are `bad-response`).
 * - `timeout`: no complete response within the request's time limit.
 * - `connect-refused`, `connect-timeout`, `connect-failed`: no connection (RST to SYN; silence; unreachable and the rest).
 * - `reset`: the peer sent RST, or the pipe broke, after the connection was up.
 * - `closed-early`: the peer closed in order before the response was complete.
 * - `protocol-error`: the bytes received are not HTTP.
 * - `tls-error`, `dns-error`: the handshake or the name look-up failed.
 * - `bad-response`: complete, but a success predicate failed.
 * - `unfinished`: still in flight when the run ended.
 * - `dropped`: never sent, because the in-flight cap was reached. Not part of `sent`.
 * - `local-limit`: the generator's machine ran out of something (file descriptors, ports, buffers).
 */
export type Outcome = (typeof OUTCOMES)[number];

const CODES = new Map<Outcome, number>(OUTCOMES.map((outcome, code) => [outcome, code]));

/** The stored code of an outcome: its index in `OUTCOMES`. */
export function outcomeCode(outcome: Outcome): number {
  return CODES.get(outcome)!;
}

/** The outcome of a stored code; a code from a newer version reads as `protocol-error`. */
export function outcomeOf(code: number): Outcome {
  return OUTCOMES[code] ?? "protocol-error";
}
