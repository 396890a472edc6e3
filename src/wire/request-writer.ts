import type { Socket } from "node:net";
import type { OutgoingRequest } from "../contracts/exchange.ts";
import type { Clock } from "../contracts/ports.ts";
import type { Slot } from "./slot.ts";

/** A request up to this size is handed over at once; a longer one in slices of it, each when the last is gone. */
export const SLICE_BYTES = 262_144;
/** A write this short that the kernel takes at once is over in microseconds: not worth a look at the clock. */
const INSTANT_BYTES = 16_384;
const NOTHING: Buffer = Buffer.alloc(0);

/** Puts requests on one connection's socket, one after another. */
export class RequestWriter {
  /** The body is held back until the server agrees (RFC 9110 §10.1.1). */
  waiting = false;

  #socket: Socket;
  #encrypted: boolean;
  #clock: Clock;
  #slot: Slot | undefined = undefined;
  #request: OutgoingRequest | undefined = undefined;
  #startedAt = NaN;
  #total = 0;
  /** Bytes handed to the socket, and how many may be handed over for now. */
  #handed = 0;
  #until = 0;
  #chunk = 0;
  #offset = 0;
  /** Write callbacks yet to come. */
  #pending = 0;

  constructor(socket: Socket, encrypted: boolean, clock: Clock) {
    this.#socket = socket;
    this.#encrypted = encrypted;
    this.#clock = clock;
  }

  /** Begins to send; `at` is the time now. Sets `upload` and `bytesOut` of the slot as they become known. */
  start(slot: Slot, request: OutgoingRequest, at: number): void {
    this.#slot = slot;
    this.#startedAt = at;
    this.#total = request.bytes;
    if (request.bytes > SLICE_BYTES || request.expectContinue === true) {
      return this.#startSliced(request);
    }
    this.#handed = slot.bytesOut = request.bytes;
    this.#writeWhole(request.chunks);
  }

  /** Sends the body that was held back. */
  proceed(): void {
    this.waiting = false;
    this.#until = this.#total;
    if (this.#pending === 0 && this.#handed < this.#total) this.#writeSlice();
  }

  /** Whether the whole request has left: all of it accepted by the kernel (by the TLS layer, if it was short). */
  get delivered(): boolean {
    if (this.#handed < this.#total) return false;
    return this.#pending === 0 || (this.#encrypted && this.#total <= SLICE_BYTES);
  }

  /** How far a request not yet delivered has come, for people. */
  progress(): string {
    const gone = this.#handed - this.#socket.writableLength;
    return `with ${gone} of ${this.#total} request bytes sent`;
  }

  /** The exchange is over: sends no more of it. Bytes still queued in this process do not count as sent. */
  finish(): void {
    if (!this.delivered) this.#slot!.bytesOut -= this.#socket.writableLength;
    this.#slot = this.#request = undefined;
    this.waiting = false;
  }

  #writeWhole(chunks: readonly Uint8Array[]): void {
    const socket = this.#socket;
    const last = chunks.length - 1;
    if (last === 0) {
      socket.write(chunks[0]!);
    } else {
      socket.cork();
      for (const chunk of chunks) socket.write(chunk);
      socket.uncork();
    }
    const instant = this.#total <= INSTANT_BYTES;
    // TLS tells of every write in a later turn of the event loop, however soon the kernel took it.
    if (instant && (this.#encrypted || socket.writableLength === 0)) {
      this.#slot!.upload = 0;
    } else if (socket.writableLength === 0) {
      this.#slot!.upload = this.#clock.now() - this.#startedAt;
    } else {
      this.#pending++;
      socket.write(NOTHING, this.#flushed);
    }
  }

  #startSliced(request: OutgoingRequest): void {
    this.#request = request;
    this.#handed = this.#chunk = this.#offset = 0;
    this.waiting = request.expectContinue === true && request.headBytes < request.bytes;
    this.#until = this.waiting ? request.headBytes : request.bytes;
    this.#writeSlice();
  }

  #writeSlice(): void {
    const { chunks } = this.#request!;
    const socket = this.#socket;
    const end = Math.min(this.#until, this.#handed + SLICE_BYTES);
    const before = this.#handed;
    this.#pending++;
    socket.cork();
    while (this.#handed < end) {
      const chunk = chunks[this.#chunk]!;
      const take = Math.min(chunk.length - this.#offset, end - this.#handed);
      const piece = chunk.subarray(this.#offset, this.#offset + take);
      this.#handed += take;
      this.#offset += take;
      if (this.#offset === chunk.length) {
        this.#chunk++;
        this.#offset = 0;
      }
      if (this.#handed < end) socket.write(piece);
      else socket.write(piece, this.#flushed);
    }
    this.#slot!.bytesOut += this.#handed - before;
    socket.uncork();
  }

  readonly #flushed = (error?: Error | null): void => {
    this.#pending--;
    if (this.#pending > 0 || this.#slot === undefined || (error ?? undefined) !== undefined) return;
    if (this.#handed < this.#until) this.#writeSlice();
    else if (this.#handed === this.#total) this.#slot.upload = this.#clock.now() - this.#startedAt;
  };
}
