/** Rows a worker collects before it hands them on: large enough to make the message cheap, small enough to lose little. */
export const BATCH_ROWS = 2048;

/** Bits of `SampleBatch.flags`. */
export const SAMPLE_FLAGS = {
  /** Sent before the measured window: kept in the samples, left out of every statistic. */
  warmup: 1,
  /** Sent on a connection that had carried a request before. */
  reused: 2,
  /** Failed on a reused idle connection before a byte of response: the keep-alive race. */
  reuseRace: 4,
} as const;

/**
 * Samples of one worker, a column an array, row `i` being one request. Times are milliseconds of the run clock
 * (0 = the start of the measured window; warm-up is negative), NaN where the event did not happen; durations are milliseconds.
 */
export interface SampleBatch {
  readonly worker: number;
  /** Rows filled; the columns are longer. */
  length: number;
  /** Number of the request in the run, from 0; together with the seed it determines the payload. */
  readonly sequence: Float64Array;
  /** When the schedule (open model) or the user (closed model) wanted it sent. */
  readonly intended: Float64Array;
  /** When the engine began to act on it: the write, or the opening of a connection for it. NaN if dropped. */
  readonly sent: Float64Array;
  /** Time it waited for a free connection, part of its lateness but not the generator's fault; 0 if none, NaN if dropped. */
  readonly queued: Float32Array;
  /** First byte of the response. */
  readonly firstByte: Float64Array;
  /** Last byte of the response, or the failure. */
  readonly done: Float64Array;
  /** Name look-up, TCP connect and TLS handshake; NaN on a connection that was open already. */
  readonly dns: Float32Array;
  readonly connect: Float32Array;
  readonly tls: Float32Array;
  /** From the first byte written to the last byte accepted by the kernel. */
  readonly upload: Float32Array;
  /** Index in `OUTCOMES`. */
  readonly outcome: Uint8Array;
  /** HTTP status; 0 if none came. */
  readonly status: Uint16Array;
  /** Bits of `SAMPLE_FLAGS`. */
  readonly flags: Uint8Array;
  /** Number of the connection within its worker, from 0. */
  readonly connection: Uint32Array;
  /** Index of the payload in the pool. */
  readonly payload: Uint32Array;
  /** Bytes of head and body put on, and taken off, the wire (above TLS). */
  readonly bytesOut: Float64Array;
  readonly bytesIn: Float64Array;
}

/** An empty batch; all columns share one buffer, so that handing it to another thread moves one object. */
export function createBatch(worker: number, rows: number = BATCH_ROWS): SampleBatch {
  return batchOver(worker, new ArrayBuffer(rows * ROW_BYTES), 0);
}

/** The batch laid over a buffer that `createBatch` made, as received from another thread. */
export function batchOver(worker: number, buffer: ArrayBufferLike, length: number): SampleBatch {
  const rows = buffer.byteLength / ROW_BYTES;
  let at = 0;
  const take = (bytes: number): number => (at += rows * bytes) - rows * bytes;
  const f64 = (): Float64Array => new Float64Array(buffer, take(8), rows);
  const u32 = (): Uint32Array => new Uint32Array(buffer, take(4), rows);
  const f32 = (): Float32Array => new Float32Array(buffer, take(4), rows);
  return {
    worker,
    length,
    sequence: f64(),
    intended: f64(),
    sent: f64(),
    firstByte: f64(),
    done: f64(),
    bytesOut: f64(),
    bytesIn: f64(),
    queued: f32(),
    dns: f32(),
    connect: f32(),
    tls: f32(),
    upload: f32(),
    connection: u32(),
    payload: u32(),
    status: new Uint16Array(buffer, take(2), rows),
    outcome: new Uint8Array(buffer, take(1), rows),
    flags: new Uint8Array(buffer, take(1), rows),
  };
}

const ROW_BYTES = 7 * 8 + 5 * 4 + 2 * 4 + 2 + 1 + 1;
