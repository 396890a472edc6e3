import type { Socket } from "node:net";
import type { OutgoingRequest } from "../contracts/exchange.ts";
import { failureOf, type Failure, type Phase } from "./errors.ts";
import { describeGarbage } from "./garbage.ts";
import { RequestWriter } from "./request-writer.ts";
import type { Slot } from "./slot.ts";
import type { Wire } from "./shared.ts";

type Stage = "dns" | "connect" | "tls" | "open" | "closed";

/** One connection of a slot, from the name look-up to the close. */
export class Connection {
  readonly slot: Slot;
  readonly number: number;
  /** Opened ahead of any request. */
  readonly ahead: boolean;
  /** Ms each phase of opening took; NaN where it did not happen (yet). */
  dns: number = NaN;
  connect: number = NaN;
  tls: number = NaN;
  /** It was ready for requests at some time. */
  established = false;
  /** Requests sent on it. */
  exchanges = 0;

  #wire: Wire;
  #stage: Stage;
  #stageAt: number;
  #socket: Socket;
  #writer: RequestWriter;
  #exchanging = false;
  #writeFailure: Failure | undefined = undefined;

  constructor(wire: Wire, slot: Slot, number: number, startedAt: number, ahead: boolean) {
    this.#wire = wire;
    this.slot = slot;
    this.number = number;
    this.ahead = ahead;
    this.#stage = wire.looksUp ? "dns" : "connect";
    this.#stageAt = startedAt;
    this.#socket = this.#dial();
    this.#writer = new RequestWriter(this.#socket, wire.options.tls !== undefined, wire.clock);
  }

  get opening(): boolean {
    return this.#stage !== "open" && this.#stage !== "closed";
  }

  /** Whether the request's body is held back until the server agrees to take it. */
  get waitsForContinue(): boolean {
    return this.#writer.waiting;
  }

  /** Sends the slot's request; `at` is the time now. */
  send(request: OutgoingRequest, at: number): void {
    this.#exchanging = true;
    this.exchanges++;
    this.#writer.start(this.slot, request, at);
  }

  /** Sends a body that was held back. */
  proceed(): void {
    this.#writer.proceed();
  }

  /** Ends the attempt, or the exchange, because its time is over. */
  expire(): void {
    this.#fail(this.opening ? this.#openingExpired() : this.#exchangeExpired());
  }

  /** Closes without telling the client. */
  close(): void {
    if (this.#stage === "closed") return;
    if (this.#exchanging) this.#endExchange();
    this.#stage = "closed";
    this.#socket.destroy();
  }

  #dial(): Socket {
    const socket = this.#wire.dial({
      buffer: this.#wire.readBuffer,
      callback: (length) => {
        this.#read(length);
        return true;
      },
    });
    if (this.#stage === "dns") socket.once("lookup", () => this.#lookedUp());
    socket.once("connect", () => this.#connected());
    if (this.#wire.options.tls !== undefined) socket.once("secureConnect", () => this.#secured());
    socket.on("error", (error) => this.#errored(error));
    socket.on("end", () => this.#ended());
    socket.on("close", () => this.#closed());
    this.#readOnAfterWriteErrors(socket);
    return socket;
  }

  #lookedUp(): void {
    if (this.#stage !== "dns") return;
    this.dns = this.#nextStage("connect");
  }

  #connected(): void {
    if (this.#stage !== "connect" && this.#stage !== "dns") return;
    const encrypted = this.#wire.options.tls !== undefined;
    this.connect = this.#nextStage(encrypted ? "tls" : "open");
    if (!encrypted) this.#ready();
  }

  #secured(): void {
    if (this.#stage !== "tls") return;
    this.tls = this.#nextStage("open");
    this.#ready();
  }

  #ready(): void {
    this.established = true;
    this.#wire.events.opened(this, this.#stageAt);
  }

  /** Ms the stage before took. */
  #nextStage(stage: Stage): number {
    const now = this.#wire.clock.now();
    const took = now - this.#stageAt;
    this.#stage = stage;
    this.#stageAt = now;
    return took;
  }

  #read(length: number): void {
    if (!this.#exchanging) return this.#lose();
    const { slot } = this;
    const { parser } = slot;
    let at = NaN;
    if (Number.isNaN(slot.firstByte)) slot.firstByte = at = this.#wire.clock.now();
    const used = parser.execute(this.#wire.readBuffer, 0, length);
    slot.bytesIn += used;
    if (parser.interims > 0) at = this.#afterInterims(at);
    if (parser.done) {
      this.#complete(Number.isNaN(at) ? this.#wire.clock.now() : at, used === length);
    } else if (parser.failure !== "") {
      slot.bytesIn += length - used;
      this.#malformed(length);
    }
  }

  /** An interim response lets go a body held back, and the first byte counts from the response after it. */
  #afterInterims(at: number): number {
    const { slot } = this;
    const { parser } = slot;
    const now = Number.isNaN(at) ? this.#wire.clock.now() : at;
    slot.firstByte = parser.begun ? now : NaN;
    parser.interims = 0;
    if (parser.continued && this.#writer.waiting && !parser.done) this.#writer.proceed();
    return now;
  }

  #complete(at: number, clean: boolean): void {
    const keep =
      clean &&
      this.#wire.options.keepAlive &&
      this.slot.parser.keepAlive &&
      this.#writer.delivered &&
      this.#writeFailure === undefined;
    this.#endExchange();
    if (!keep) this.close();
    this.#wire.events.completed(this, at, keep);
  }

  /** The peer has ended its side. While opening, an error follows that says more. */
  #ended(): void {
    if (this.#stage !== "open") return;
    if (!this.#exchanging) return this.#lose();
    if (this.slot.parser.end()) return this.#complete(this.#wire.clock.now(), true);
    const detail = `closed by the peer ${this.#progress()} (${this.#wire.where})`;
    this.#fail(this.#writeFailure ?? { outcome: "closed-early", detail });
  }

  #closed(): void {
    if (!this.opening) return this.#ended();
    this.#fail(failureOf(new Error("closed without an error"), this.#phase(), this.#wire.where));
  }

  #errored(error: Error): void {
    if (this.#stage === "closed") return;
    if (this.#stage === "open" && !this.#exchanging) return this.#lose();
    this.#fail(this.#writeFailure ?? failureOf(error, this.#phase(), this.#wire.where));
  }

  #malformed(length: number): void {
    const { slot } = this;
    const inFirstHead = slot.parser.status === 0 && slot.bytesIn === length;
    const bytes = this.#wire.readBuffer.subarray(0, length);
    const received = inFirstHead ? `; ${describeGarbage(bytes)}` : "";
    const detail = `not a valid HTTP/1 response (${this.#wire.where}): ${slot.parser.failure}${received}`;
    this.#fail({ outcome: "protocol-error", detail });
  }

  #openingExpired(): Failure {
    const { connectTimeoutMs, timeoutMs } = this.#wire.options;
    const limit = this.ahead ? connectTimeoutMs : Math.min(connectTimeoutMs, timeoutMs);
    const stage = this.#stage as keyof typeof MISSING;
    const detail = `${MISSING[stage]} within ${limit} ms (${this.#wire.where})`;
    return { outcome: stage === "dns" ? "dns-error" : "connect-timeout", detail };
  }

  #exchangeExpired(): Failure {
    const limit = `no complete response within ${this.#wire.options.timeoutMs} ms`;
    const detail = `${limit}: stopped ${this.#progress()} (${this.#wire.where})`;
    return { outcome: "timeout", detail };
  }

  #phase(): Phase {
    if (this.#stage !== "open" && this.#stage !== "closed") return this.#stage;
    if (!this.#writer.delivered) return "send";
    return this.slot.bytesIn === 0 ? "wait" : "receive";
  }

  #progress(): string {
    const { parser } = this.slot;
    return this.#writer.delivered || parser.begun ? parser.progress() : this.#writer.progress();
  }

  #fail(failure: Failure): void {
    const { slot } = this;
    slot.reuseRace =
      this.exchanges > 1 &&
      slot.bytesIn === 0 &&
      (failure.outcome === "reset" || failure.outcome === "closed-early");
    this.close();
    this.#wire.events.failed(this, failure);
  }

  #lose(): void {
    this.close();
    this.#wire.events.lost(this);
  }

  #endExchange(): void {
    this.#exchanging = false;
    this.#writer.finish();
  }

  /**
   * A socket destroys itself when a write fails, and with it a response already received, typically the 413 of a
   * server that would not read on. So a write error waits until everything received has been read.
   */
  #readOnAfterWriteErrors(socket: Socket): void {
    const destroy = socket.destroy.bind(socket);
    socket.destroy = (error?: Error): Socket => {
      if (error !== undefined && this.#holdsBack(error)) return socket;
      return destroy(error);
    };
  }

  #holdsBack(error: Error): boolean {
    const failedWrite = (error as { syscall?: unknown }).syscall === "write";
    if (!failedWrite || !this.#exchanging) return false;
    if (this.#writeFailure === undefined) {
      this.#writeFailure = failureOf(error, "send", this.#wire.where);
      this.slot.upload = NaN;
      this.#drain(this.slot.bytesIn, QUIET_TURNS);
    }
    return true;
  }

  /** Fails with the write error once the event loop has turned `turns` times without a byte more. */
  #drain(seen: number, turns: number): void {
    setImmediate(() => {
      if (this.#stage === "closed") return;
      const { bytesIn } = this.slot;
      if (bytesIn > seen) this.#drain(bytesIn, QUIET_TURNS);
      else if (turns > 0) this.#drain(seen, turns - 1);
      else this.#fail(this.#writeFailure!);
    });
  }
}

/** The first turn may have read its events before the write failed. */
const QUIET_TURNS = 2;

const MISSING = {
  dns: "no answer for the name",
  connect: "no connection",
  tls: "no finished TLS handshake",
} as const;
