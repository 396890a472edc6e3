import { isIP } from "node:net";
import type { Exchange, OutgoingRequest } from "../contracts/exchange.ts";
import type { Outcome } from "../contracts/outcome.ts";
import type { Clock } from "../contracts/ports.ts";
import { Connection } from "./connection.ts";
import { createDial, peerName } from "./dial.ts";
import { outcomeOfStatus, type Failure } from "./errors.ts";
import { HeadMemo } from "./head-memo.ts";
import { LinkedQueue } from "./linked-queue.ts";
import { OpenAhead, type Opened, type Settle } from "./open-ahead.ts";
import type { ClientOptions, OpenReport } from "./options.ts";
import type { ConnectionEvents, Wire } from "./shared.ts";
import { Slot } from "./slot.ts";
import { Deadlines, sweepPeriod } from "./timeouts.ts";

const READ_BUFFER_BYTES = 65_536;
/** How long a body is held back for a server that answers nothing to Expect: 100-continue, ms. */
const CONTINUE_WAIT_MS = 1000;
const CLOSED: Failure = { outcome: "unfinished", detail: "the client was closed" };

/**
 * An HTTP/1.1 client over a bounded set of connections to one peer, made for load: no promise, closure or timer a
 * request. `acquire` an exchange, `dispatch` a request on it, and `onDone` is called with it, once, when the request
 * has ended in whatever way; never from within `dispatch`.
 *
 * In `onDone` the connection is free again already, so that the next request may be dispatched from there. Read the
 * exchange first: it may be the very one that `acquire` returns. Its `response` is valid until then or until
 * `onDone` returns, whichever comes first.
 */
export class HttpClient {
  #options: ClientOptions;
  #clock: Clock;
  #onDone: (exchange: Exchange) => void;
  #wire: Wire;
  #deadlines: Deadlines;
  #memo = new HeadMemo();
  #slots: Slot[] = [];
  /** Slots with an open connection and no request, least recently used first; and slots without a connection. */
  #idle = new LinkedQueue<Slot>();
  #vacant: Slot[] = [];
  #openings: OpenAhead[] = [];
  #settles = new Map<Slot, Settle>();
  #attempts = 0;
  #opened = 0;
  #openSockets = 0;
  #inFlight = 0;
  #maxInFlight = 0;
  #closed = false;

  /** @throws Error when a certificate or key of `options.tls` is not PEM. */
  constructor(options: ClientOptions, clock: Clock, onDone: (exchange: Exchange) => void) {
    this.#options = options;
    this.#clock = clock;
    this.#onDone = onDone;
    this.#wire = {
      options,
      clock,
      dial: createDial(options),
      looksUp: isIP(options.host) === 0,
      where: peerName(options.host, options.port),
      readBuffer: Buffer.allocUnsafeSlow(READ_BUFFER_BYTES),
      events: this.#events(),
    };
    const period = sweepPeriod(options.timeoutMs, options.connectTimeoutMs);
    this.#deadlines = new Deadlines(options.maxConnections, period, clock, (index, now) =>
      this.#expired(this.#slots[index]!, now),
    );
  }

  /** Connections opened since the start, TLS handshake included. */
  get opened(): number {
    return this.#opened;
  }

  /** Connections open now. */
  get openSockets(): number {
    return this.#openSockets;
  }

  /** Exchanges dispatched and not done, and the most there have been at a time. */
  get inFlight(): number {
    return this.#inFlight;
  }
  get maxInFlight(): number {
    return this.#maxInFlight;
  }

  /**
   * An exchange to dispatch on, which it then must be: of the open connection idle for longest, else one that will
   * open a connection; undefined when all are busy, or after `close`.
   */
  acquire(): Exchange | undefined {
    if (this.#closed) return undefined;
    const slot = this.#idle.shift();
    if (slot === undefined) return this.#vacancy();
    slot.idle = false;
    return slot;
  }

  /** Sends `request` on an acquired exchange, over a new connection if its own is gone. */
  dispatch(exchange: Exchange, request: OutgoingRequest): void {
    if (this.#closed) throw new Error("dispatch on a closed client");
    const slot = exchange as Slot;
    const { connectTimeoutMs, timeoutMs } = this.#options;
    const now = this.#clock.now();
    slot.begin(request, now);
    if (++this.#inFlight > this.#maxInFlight) this.#maxInFlight = this.#inFlight;
    const { link } = slot;
    if (link === undefined) {
      this.#deadlines.set(slot.index, now + Math.min(connectTimeoutMs, timeoutMs));
      this.#open(slot, now, false);
    } else {
      slot.connection = link.number;
      slot.reused = link.exchanges > 0;
      this.#send(slot, link, request, now);
    }
  }

  /**
   * Opens `count` idle connections, `perSecond` of them a second (Infinity: at once), ahead of the load. Never
   * rejects: failures are counted in the report. The first request on such a connection has `reused` false and no
   * opening times.
   * @throws RangeError when fewer than `count` slots are without a connection.
   */
  openAll(count: number, perSecond: number): Promise<OpenReport> {
    const free = this.#options.maxConnections - this.#slots.length + this.#vacant.length;
    if (count > free) throw new RangeError(`${count} connections asked for, ${free} can be opened`);
    const opening = new OpenAhead(count, perSecond, this.#clock, (settle) =>
      this.#openIdle(settle),
    );
    this.#openings.push(opening);
    return opening.report;
  }

  /** Ends everything: each exchange in flight is done as `unfinished`, sockets are destroyed, timers cleared. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#deadlines.stop();
    for (const opening of this.#openings) opening.stop(CLOSED);
    for (const slot of this.#slots) {
      const link = slot.link;
      if (link === undefined) continue;
      link.close();
      this.#failed(link, CLOSED);
    }
  }

  #vacancy(): Slot | undefined {
    const slot = this.#vacant.pop();
    if (slot !== undefined) return slot;
    if (this.#slots.length === this.#options.maxConnections) return undefined;
    const fresh = new Slot(this.#slots.length, this.#memo);
    this.#slots.push(fresh);
    return fresh;
  }

  #open(slot: Slot, now: number, ahead: boolean): void {
    slot.connection = this.#attempts++;
    slot.link = new Connection(this.#wire, slot, slot.connection, now, ahead);
  }

  #openIdle(settle: Settle): void {
    const slot = this.#closed ? undefined : this.#vacancy();
    if (slot === undefined) return settle(CLOSED);
    const now = this.#clock.now();
    this.#settles.set(slot, settle);
    this.#deadlines.set(slot.index, now + this.#options.connectTimeoutMs);
    this.#open(slot, now, true);
  }

  #send(slot: Slot, link: Connection, request: OutgoingRequest, now: number): void {
    const deadline = slot.sent + this.#options.timeoutMs;
    this.#deadlines.set(slot.index, deadline);
    link.send(request, now);
    if (link.waitsForContinue) {
      this.#deadlines.set(slot.index, Math.min(deadline, now + CONTINUE_WAIT_MS));
    }
  }

  #expired(slot: Slot, now: number): void {
    const link = slot.link!;
    const deadline = slot.sent + this.#options.timeoutMs;
    if (!link.waitsForContinue || now >= deadline) return link.expire();
    link.proceed();
    this.#deadlines.set(slot.index, deadline);
  }

  #events(): ConnectionEvents {
    return {
      opened: (connection, at) => this.#openedOne(connection, at),
      failed: (connection, failure) => this.#failed(connection, failure),
      completed: (connection, at, keep) => this.#completed(connection, at, keep),
      lost: (connection) => this.#release(connection),
    };
  }

  #openedOne(connection: Connection, at: number): void {
    const { slot } = connection;
    this.#opened++;
    this.#openSockets++;
    if (slot.request !== undefined) {
      copyOpening(connection, slot);
      return this.#send(slot, connection, slot.request, at);
    }
    this.#deadlines.clear(slot.index);
    this.#rest(slot);
    this.#settle(slot, connection);
  }

  #completed(connection: Connection, at: number, keep: boolean): void {
    const { slot } = connection;
    const { status } = slot.parser;
    slot.status = status;
    slot.response = slot.view;
    if (keep) this.#rest(slot);
    else this.#release(connection);
    this.#finish(slot, at, outcomeOfStatus(status), "");
  }

  #failed(connection: Connection, failure: Failure): void {
    const { slot } = connection;
    if (!connection.established) copyOpening(connection, slot);
    this.#release(connection);
    if (slot.request === undefined) return this.#settle(slot, failure);
    this.#finish(slot, this.#clock.now(), failure.outcome, failure.detail);
  }

  #rest(slot: Slot): void {
    slot.idle = true;
    this.#idle.push(slot);
  }

  /** Lets go of a closed connection. A slot that has been acquired and not dispatched stays with its holder. */
  #release(connection: Connection): void {
    const { slot } = connection;
    if (connection.established) this.#openSockets--;
    slot.link = undefined;
    if (slot.idle) this.#idle.remove(slot);
    const held = !slot.idle && slot.request === undefined && !this.#settles.has(slot);
    if (!held) this.#vacant.push(slot);
    slot.idle = false;
  }

  #finish(slot: Slot, at: number, outcome: Outcome, detail: string): void {
    slot.done = at;
    slot.outcome = outcome;
    slot.detail = detail;
    slot.request = undefined;
    this.#inFlight--;
    this.#deadlines.clear(slot.index);
    this.#onDone(slot);
    if (slot.request === undefined) slot.parser.release();
  }

  #settle(slot: Slot, result: Opened | Failure): void {
    this.#deadlines.clear(slot.index);
    this.#settles.get(slot)?.(result);
    this.#settles.delete(slot);
  }
}

function copyOpening(from: Opened, to: Slot): void {
  to.dns = from.dns;
  to.connect = from.connect;
  to.tls = from.tls;
}
