import type { Clock } from "../contracts/ports.ts";
import type { Connection } from "./connection.ts";
import type { Dial } from "./dial.ts";
import type { Failure } from "./errors.ts";
import type { ClientOptions } from "./options.ts";

/** What the connections of one client share. */
export interface Wire {
  readonly options: ClientOptions;
  readonly clock: Clock;
  readonly dial: Dial;
  /** The host is a name, not an address. */
  readonly looksUp: boolean;
  /** The peer as people write it. */
  readonly where: string;
  /** All sockets read into it, one after another. */
  readonly readBuffer: Buffer;
  readonly events: ConnectionEvents;
}

/** What a connection tells its client. After `failed` and `lost`, and `completed` without `keep`, it is closed. */
export interface ConnectionEvents {
  opened(connection: Connection, at: number): void;
  /** It could not be opened, or its exchange failed. */
  failed(connection: Connection, failure: Failure): void;
  completed(connection: Connection, at: number, keep: boolean): void;
  /** It ended while idle. */
  lost(connection: Connection): void;
}
