import type { Exchange, OutgoingRequest } from "../contracts/exchange.ts";
import type { Clock } from "../contracts/ports.ts";
import type { TestPlan } from "../contracts/plan.ts";
import { BodyComposer, type SharedPool } from "../inputs/index.ts";
import { createProtocol } from "../protocols/index.ts";
import { hashSequence, seedFor } from "../stats/random.ts";
import { HttpClient } from "../wire/index.ts";
import { clientOptions } from "./target.ts";
import { buildHeads } from "./heads.ts";
import { createJudge, type Judge } from "./judge.ts";
import { KEEP_BODY_BYTES, type Keeper } from "./keeper.ts";
import type { SampleWriter } from "./sample-writer.ts";
import { WaitingLine } from "./waiting-line.ts";

/** The parts a sender reports to. */
export interface SenderPorts {
  readonly samples: SampleWriter;
  readonly keeper: Keeper;
  /** A request has ended and was recorded; its connection is free again. */
  completed(exchange: Exchange): void;
}

/** Turns "request number n is due" into bytes on a connection, and the answer into a sample. */
export class Sender {
  readonly client: HttpClient;
  readonly #ports: SenderPorts;
  readonly #judge: Judge;
  readonly #composer: BodyComposer;
  readonly #heads: readonly Buffer[];
  readonly #pickSeed: number;
  readonly #payloads: number;
  readonly #requests = new Map<Exchange, MutableRequest>();
  readonly #noResponseBody: boolean;
  readonly #clock: Clock;
  readonly #line: WaitingLine;

  /** @param places requests that may wait for a connection when all `maxConnections` are busy. */
  constructor(
    plan: TestPlan,
    pool: SharedPool,
    maxConnections: number,
    places: number,
    clock: Clock,
    ports: SenderPorts,
  ) {
    this.#clock = clock;
    this.#line = new WaitingLine(places);
    const protocol = createProtocol(plan.protocol.name, plan.protocol.options);
    this.client = new HttpClient(clientOptions(plan, maxConnections), clock, (exchange) =>
      this.#finish(exchange),
    );
    this.#ports = ports;
    this.#judge = createJudge(plan.expect);
    this.#composer = new BodyComposer(pool, seedFor(plan.seed, "nonce"));
    this.#heads = buildHeads(plan, pool, protocol.method);
    this.#pickSeed = seedFor(plan.seed, "pick");
    this.#payloads = pool.entries.length;
    this.#noResponseBody = plan.target.method === "HEAD";
  }

  /** Requests that wait for a connection. */
  get waiting(): number {
    return this.#line.length;
  }

  /** Sends a request; lets it wait when every connection is busy, and records it as dropped when no place is left. */
  send(sequence: number, intended: number, user: number): void {
    const exchange = this.#line.length === 0 ? this.client.acquire() : undefined;
    if (exchange !== undefined) this.#dispatch(exchange, sequence, intended, user, 0);
    else if (!this.#line.push(sequence, intended, user, this.#clock.now()))
      this.#drop(sequence, intended);
  }

  /** Gives up what still waits and closes every connection; what is in flight ends as `unfinished`. */
  close(): void {
    while (this.#line.length > 0) {
      this.#drop(this.#line.sequence, this.#line.intended);
      this.#line.shift();
    }
    this.client.close();
  }

  #drop(sequence: number, intended: number): void {
    this.#ports.samples.recordDropped(sequence, intended, this.#payloadOf(sequence));
  }

  #payloadOf(sequence: number): number {
    return hashSequence(this.#pickSeed, sequence) % this.#payloads;
  }

  #dispatch(
    exchange: Exchange,
    sequence: number,
    intended: number,
    user: number,
    queued: number,
  ): void {
    exchange.sequence = sequence;
    exchange.intended = intended;
    exchange.payload = this.#payloadOf(sequence);
    exchange.user = user;
    exchange.queued = queued;
    this.client.dispatch(exchange, this.#request(exchange));
  }

  #sendWaiting(): void {
    while (this.#line.length > 0) {
      const exchange = this.client.acquire();
      if (exchange === undefined) return;
      const { sequence, intended, user, since } = this.#line;
      this.#line.shift();
      this.#dispatch(exchange, sequence, intended, user, this.#clock.now() - since);
    }
  }

  #request(exchange: Exchange): OutgoingRequest {
    let request = this.#requests.get(exchange);
    if (request === undefined) {
      request = {
        ...EMPTY_REQUEST,
        slot: this.#requests.size,
        noResponseBody: this.#noResponseBody,
      };
      this.#requests.set(exchange, request);
    }
    const head = this.#heads[exchange.payload]!;
    request.chunks = this.#composer.compose(
      exchange.payload,
      head,
      exchange.sequence,
      request.slot,
    );
    request.headBytes = head.length;
    request.bytes = 0;
    for (let i = 0; i < request.chunks.length; i++) request.bytes += request.chunks[i]!.length;
    const watch = this.#ports.keeper.wantsCapture;
    request.captureHeaders = watch || this.#judge.captureHeaders;
    request.captureBytes = Math.max(watch ? KEEP_BODY_BYTES : 0, this.#judge.captureBytes);
    return request;
  }

  #finish(exchange: Exchange): void {
    this.#judge.judge(exchange);
    this.#ports.keeper.consider(exchange);
    this.#ports.samples.record(exchange);
    if (this.#line.length > 0) this.#sendWaiting();
    this.#ports.completed(exchange);
  }
}

type MutableRequest = { -readonly [K in keyof OutgoingRequest]: OutgoingRequest[K] } & {
  slot: number;
};

const EMPTY_REQUEST: MutableRequest = {
  slot: 0,
  chunks: [],
  bytes: 0,
  headBytes: 0,
  noResponseBody: false,
  captureBytes: 0,
  captureHeaders: false,
};
