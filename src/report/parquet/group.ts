import { OUTCOMES } from "../../contracts/outcome.ts";
import type { PayloadInfo } from "../../contracts/payload.ts";
import { SAMPLE_FLAGS, type SampleBatch } from "../../contracts/sample.ts";
import { FlagColumn, IntegerColumn, LongColumn, NameColumn, TimeColumn } from "./columns.ts";
import { KeyedColumn, plainDouble, plainInt32, plainInt64 } from "./keyed.ts";
import type { Chunk } from "./pages.ts";

/** Rows of a row group. Not more than 2^16: dictionary indices are 16 bits wide. */
export const GROUP_ROWS = 65_536;

const doubles = (): TimeColumn => new TimeColumn(new Float64Array(GROUP_ROWS));
const floats = (): TimeColumn => new TimeColumn(new Float32Array(GROUP_ROWS));
const flag = (mask: number): FlagColumn => new FlagColumn(GROUP_ROWS, mask);

/** Samples on their way to the file: filled batch by batch, encoded once, then used again. About 6 MB. */
export class RowGroup {
  rows = 0;
  private readonly pool: readonly PayloadInfo[];
  private readonly sequence = new LongColumn(GROUP_ROWS);
  private readonly worker = new KeyedColumn(GROUP_ROWS);
  private readonly connection = new IntegerColumn(GROUP_ROWS);
  private readonly intended = doubles();
  private readonly sent = doubles();
  private readonly firstByte = doubles();
  private readonly done = doubles();
  private readonly response = floats();
  private readonly service = floats();
  private readonly lateness = floats();
  private readonly queued = floats();
  private readonly dns = floats();
  private readonly connect = floats();
  private readonly tls = floats();
  private readonly upload = floats();
  private readonly outcome = new NameColumn(GROUP_ROWS, OUTCOMES);
  private readonly status = new KeyedColumn(GROUP_ROWS);
  private readonly payload = new KeyedColumn(GROUP_ROWS);
  private readonly bytesOut = new LongColumn(GROUP_ROWS);
  private readonly bytesIn = new LongColumn(GROUP_ROWS);
  private readonly warmup = flag(SAMPLE_FLAGS.warmup);
  private readonly reused = flag(SAMPLE_FLAGS.reused);
  private readonly reuseRace = flag(SAMPLE_FLAGS.reuseRace);

  /** `pool` tells the size of each payload, by its index. */
  constructor(pool: readonly PayloadInfo[]) {
    this.pool = pool;
  }

  /** Copies rows `from` to `to` of a batch; the caller sees to it that they fit. */
  append(batch: SampleBatch, from: number, to: number): void {
    this.sequence.append(batch.sequence, from, to);
    this.worker.appendRun(batch.worker, to - from);
    this.connection.append(batch.connection, from, to);
    this.intended.append(batch.intended, from, to);
    this.sent.append(batch.sent, from, to);
    this.firstByte.append(batch.firstByte, from, to);
    this.done.append(batch.done, from, to);
    this.response.appendDifference(batch.done, batch.intended, from, to);
    this.service.appendDifference(batch.done, batch.sent, from, to);
    this.lateness.appendDifference(batch.sent, batch.intended, from, to);
    this.queued.append(batch.queued, from, to);
    this.dns.append(batch.dns, from, to);
    this.connect.append(batch.connect, from, to);
    this.tls.append(batch.tls, from, to);
    this.upload.append(batch.upload, from, to);
    this.outcome.append(batch.outcome, from, to);
    this.status.append(batch.status, from, to);
    this.payload.append(batch.payload, from, to);
    this.bytesOut.append(batch.bytesOut, from, to);
    this.bytesIn.append(batch.bytesIn, from, to);
    this.warmup.append(batch.flags, from, to);
    this.reused.append(batch.flags, from, to);
    this.reuseRace.append(batch.flags, from, to);
    this.rows += to - from;
  }

  /** The row group encoded, a chunk a column in file order; they lie in this group's memory until `clear`. */
  finish(): Chunk[] {
    const { payload, pool } = this;
    return [
      this.sequence.finish(),
      this.worker.finish(plainInt32),
      this.connection.finish(),
      this.intended.finish(),
      this.sent.finish(),
      this.firstByte.finish(),
      this.done.finish(),
      this.response.finish(),
      this.service.finish(),
      this.lateness.finish(),
      this.queued.finish(),
      this.dns.finish(),
      this.connect.finish(),
      this.tls.finish(),
      this.upload.finish(),
      this.outcome.finish(),
      this.status.finishMapped(plainInt32, (status) => (status === 0 ? undefined : status)),
      payload.finish(plainInt32),
      this.bytesOut.finish(),
      this.bytesIn.finish(),
      this.warmup.finish(),
      this.reused.finish(),
      this.reuseRace.finish(),
      payload.finishMapped(plainInt64, (index) => pool[index]?.payloadBytes),
      payload.finishMapped(plainDouble, (index) => pool[index]?.dimension?.value),
    ];
  }

  clear(): void {
    this.rows = 0;
    for (const column of Object.values(this)) {
      if (hasClear(column)) column.clear();
    }
  }
}

function hasClear(value: unknown): value is { clear(): void } {
  return typeof value === "object" && value !== null && "clear" in value;
}
