import type { Exchange } from "../contracts/exchange.ts";

/** What decides, within a worker, when the next request leaves. */
export interface LoadLoop {
  start(): void;
  /** Sends nothing more. */
  stop(): void;
  /** A request has ended; its connection is free. */
  completed(exchange: Exchange): void;
}
