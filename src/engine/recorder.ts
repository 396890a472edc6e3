import { OUTCOMES, outcomeCode, type Outcome } from "../contracts/outcome.ts";
import type { PhaseName } from "../contracts/run-file.ts";
import { SAMPLE_FLAGS, type SampleBatch } from "../contracts/sample.ts";
import { LatencyHistogram } from "../stats/index.ts";
import { SliceRecorder } from "./slices.ts";

const OK = outcomeCode("ok");
const DROPPED = outcomeCode("dropped");
const UNFINISHED = outcomeCode("unfinished");

/** Adds up samples: memory depends on the histograms and the pool, never on the number of requests. */
export class Recorder {
  readonly response: LatencyHistogram = new LatencyHistogram();
  readonly service: LatencyHistogram = new LatencyHistogram();
  readonly lateness: LatencyHistogram = new LatencyHistogram();
  /** Lateness without the wait for a free connection. */
  readonly pacing: LatencyHistogram = new LatencyHistogram();
  readonly failed: LatencyHistogram = new LatencyHistogram();
  readonly phases: Record<PhaseName, LatencyHistogram> = {
    queue: new LatencyHistogram(),
    dns: new LatencyHistogram(),
    connect: new LatencyHistogram(),
    tls: new LatencyHistogram(),
    upload: new LatencyHistogram(),
    wait: new LatencyHistogram(),
    download: new LatencyHistogram(),
  };
  readonly slices: SliceRecorder;
  /** Measured requests by outcome code. */
  readonly outcomes: Float64Array = new Float64Array(OUTCOMES.length);
  /** Requests over each limit, failures and drops included. */
  readonly overLimit: Float64Array;
  readonly sentByPayload: Float64Array;
  readonly okByPayload: Float64Array;
  readonly responseSumByPayload: Float64Array;
  warmup = 0;
  /** Highest `done` of a measured request, ms. */
  lastDone = 0;
  /** The same since it was last taken, for the generator's own monitor. */
  #recentLateness = NaN;
  readonly #limits: readonly number[];

  /** @param limitsMs SLO limits to count against exactly: a histogram's bucket can straddle them. */
  constructor(limitsMs: readonly number[], payloads: number, sliceMs: number) {
    this.#limits = limitsMs;
    this.overLimit = new Float64Array(limitsMs.length);
    this.sentByPayload = new Float64Array(payloads);
    this.okByPayload = new Float64Array(payloads);
    this.responseSumByPayload = new Float64Array(payloads);
    this.slices = new SliceRecorder(sliceMs);
  }

  add(batch: SampleBatch): void {
    for (let row = 0; row < batch.length; row++) {
      // throughput counts answers when they come, also those to requests of the warm-up
      if (batch.outcome[row] === OK && batch.done[row]! >= 0)
        this.slices.answered(batch.done[row]!);
      if ((batch.flags[row]! & SAMPLE_FLAGS.warmup) !== 0) this.warmup++;
      else this.#measure(batch, row);
    }
  }

  /** Measured requests of an outcome. */
  count(outcome: Outcome): number {
    return this.outcomes[outcomeCode(outcome)]!;
  }

  get scheduled(): number {
    return this.outcomes.reduce((sum, count) => sum + count, 0);
  }

  get sent(): number {
    return this.scheduled - this.outcomes[DROPPED]!;
  }

  get ok(): number {
    return this.outcomes[OK]!;
  }

  /** The generator's own highest lateness in ms since the call before; NaN when nothing was sent. */
  takeLatenessMax(): number {
    const highest = this.#recentLateness;
    this.#recentLateness = NaN;
    return highest;
  }

  #measure(batch: SampleBatch, row: number): void {
    const outcome = batch.outcome[row]!;
    const intended = batch.intended[row]!;
    this.outcomes[outcome]!++;
    const slice = this.slices.at(intended);
    slice.scheduled++;
    if (outcome === DROPPED) {
      slice.dropped++;
      this.#over(Infinity);
      return;
    }
    const sent = batch.sent[row]!;
    const done = batch.done[row]!;
    slice.sent++;
    slice.bytesOut += batch.bytesOut[row]!;
    slice.bytesIn += batch.bytesIn[row]!;
    const queued = batch.queued[row]!;
    this.lateness.record(sent - intended);
    this.pacing.record(sent - intended - queued);
    this.#recentLateness = Math.max(this.#recentLateness || 0, sent - intended - queued);
    if (queued > 0) this.phases.queue.record(queued);
    this.sentByPayload[batch.payload[row]!]!++;
    if (done > this.lastDone) this.lastDone = done;
    if (outcome !== UNFINISHED) this.slices.completed(done);
    this.#recordPhases(batch, row, sent, done);
    if (outcome === OK) this.#recordOk(slice, batch.payload[row]!, done - intended, done - sent);
    else {
      slice.failed++;
      this.failed.record(done - intended);
      this.#over(Infinity);
    }
  }

  #recordOk(
    slice: ReturnType<SliceRecorder["at"]>,
    payload: number,
    response: number,
    service: number,
  ): void {
    slice.ok++;
    slice.response.record(response);
    this.response.record(response);
    this.service.record(service);
    this.okByPayload[payload]!++;
    this.responseSumByPayload[payload]! += response;
    this.#over(response);
  }

  #over(response: number): void {
    for (let i = 0; i < this.#limits.length; i++)
      if (response > this.#limits[i]!) this.overLimit[i]!++;
  }

  #recordPhases(batch: SampleBatch, row: number, sent: number, done: number): void {
    const dns = batch.dns[row]!;
    const connect = batch.connect[row]!;
    const tls = batch.tls[row]!;
    const upload = batch.upload[row]!;
    const firstByte = batch.firstByte[row]!;
    if (dns >= 0) this.phases.dns.record(dns);
    if (connect >= 0) this.phases.connect.record(connect);
    if (tls >= 0) this.phases.tls.record(tls);
    if (upload >= 0) this.phases.upload.record(upload);
    if (Number.isNaN(firstByte)) return;
    const opening = (dns >= 0 ? dns : 0) + (connect >= 0 ? connect : 0) + (tls >= 0 ? tls : 0);
    this.phases.wait.record(Math.max(0, firstByte - sent - opening - (upload >= 0 ? upload : 0)));
    this.phases.download.record(done - firstByte);
  }
}
