import type { Exchange } from "../contracts/exchange.ts";
import { outcomeCode } from "../contracts/outcome.ts";
import {
  BATCH_ROWS,
  batchOver,
  createBatch,
  SAMPLE_FLAGS,
  type SampleBatch,
} from "../contracts/sample.ts";

/** Fills sample columns on a worker and hands full batches on. Buffers that come back are filled again. */
export class SampleWriter {
  readonly #worker: number;
  readonly #ship: (batch: SampleBatch) => void;
  readonly #free: ArrayBuffer[] = [];
  #batch: SampleBatch;

  constructor(worker: number, ship: (batch: SampleBatch) => void) {
    this.#worker = worker;
    this.#ship = ship;
    this.#batch = createBatch(worker);
  }

  /** One finished request. */
  record(exchange: Exchange): void {
    const batch = this.#batch;
    const row = batch.length++;
    batch.sequence[row] = exchange.sequence;
    batch.intended[row] = exchange.intended;
    batch.sent[row] = exchange.sent;
    batch.queued[row] = exchange.queued;
    batch.firstByte[row] = exchange.firstByte;
    batch.done[row] = exchange.done;
    batch.bytesOut[row] = exchange.bytesOut;
    batch.bytesIn[row] = exchange.bytesIn;
    batch.dns[row] = exchange.dns;
    batch.connect[row] = exchange.connect;
    batch.tls[row] = exchange.tls;
    batch.upload[row] = exchange.upload;
    batch.connection[row] = exchange.connection;
    batch.payload[row] = exchange.payload;
    batch.status[row] = exchange.status;
    batch.outcome[row] = outcomeCode(exchange.outcome);
    batch.flags[row] =
      (exchange.intended < 0 ? SAMPLE_FLAGS.warmup : 0) |
      (exchange.reused ? SAMPLE_FLAGS.reused : 0) |
      (exchange.reuseRace ? SAMPLE_FLAGS.reuseRace : 0);
    if (batch.length === BATCH_ROWS) this.flush();
  }

  /** A request the in-flight cap forbade. */
  recordDropped(sequence: number, intended: number, payload: number): void {
    const batch = this.#batch;
    const row = batch.length++;
    batch.sequence[row] = sequence;
    batch.intended[row] = intended;
    batch.payload[row] = payload;
    batch.sent[row] = batch.firstByte[row] = batch.done[row] = NaN;
    batch.queued[row] =
      batch.dns[row] =
      batch.connect[row] =
      batch.tls[row] =
      batch.upload[row] =
        NaN;
    batch.bytesOut[row] = batch.bytesIn[row] = batch.connection[row] = batch.status[row] = 0;
    batch.outcome[row] = DROPPED;
    batch.flags[row] = intended < 0 ? SAMPLE_FLAGS.warmup : 0;
    if (batch.length === BATCH_ROWS) this.flush();
  }

  /** Hands on what has been collected. */
  flush(): void {
    if (this.#batch.length === 0) return;
    this.#ship(this.#batch);
    const buffer = this.#free.pop();
    this.#batch =
      buffer === undefined ? createBatch(this.#worker) : batchOver(this.#worker, buffer, 0);
  }

  recycle(buffer: ArrayBuffer): void {
    this.#free.push(buffer);
  }
}

const DROPPED = outcomeCode("dropped");
