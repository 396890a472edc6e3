import type { Exchange, OutgoingRequest } from "../contracts/exchange.ts";
import type { Outcome } from "../contracts/outcome.ts";
import type { ResponseView } from "../contracts/request.ts";
import type { Connection } from "./connection.ts";
import type { HeadMemo } from "./head-memo.ts";
import type { Linked } from "./linked-queue.ts";
import { HEAD_LIMIT, ResponseParser } from "./parser.ts";
import { ParsedResponse } from "./response-view.ts";

/** An exchange with what the wire needs to carry it out; one for each connection a client may have. */
export class Slot implements Exchange, Linked<Slot> {
  sequence = 0;
  intended: number = NaN;
  payload = 0;
  user = 0;
  queued: number = NaN;

  sent: number = NaN;
  dns: number = NaN;
  connect: number = NaN;
  tls: number = NaN;
  upload: number = NaN;
  firstByte: number = NaN;
  done: number = NaN;
  outcome: Outcome = "ok";
  detail = "";
  status = 0;
  bytesOut = 0;
  bytesIn = 0;
  reused = false;
  reuseRace = false;
  connection = 0;
  response: ResponseView | undefined = undefined;

  /** Place of this slot's deadline. */
  readonly index: number;
  readonly parser: ResponseParser;
  readonly view: ParsedResponse;
  /** The connection open or being opened. */
  link: Connection | undefined = undefined;
  /** The request in flight. */
  request: OutgoingRequest | undefined = undefined;
  /** In the client's queue of open connections without a request. */
  idle = false;
  previous: Slot | undefined = undefined;
  next: Slot | undefined = undefined;

  constructor(index: number, memo: HeadMemo) {
    this.index = index;
    this.parser = new ResponseParser(HEAD_LIMIT, memo);
    this.view = new ParsedResponse(this.parser);
  }

  /** Forgets the exchange before and prepares for `request`. */
  begin(request: OutgoingRequest, sent: number): void {
    this.sent = sent;
    this.dns = this.connect = this.tls = NaN;
    this.upload = this.firstByte = this.done = NaN;
    this.outcome = "ok";
    this.detail = "";
    this.status = 0;
    this.bytesOut = this.bytesIn = 0;
    this.reused = this.reuseRace = false;
    this.response = undefined;
    this.request = request;
    this.parser.begin(request.noResponseBody, request.captureBytes, request.captureHeaders);
  }
}
