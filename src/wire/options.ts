import type { Outcome } from "../contracts/outcome.ts";

/** How to speak TLS with a target. */
export interface TlsSettings {
  /** Name sent as SNI and looked for in the certificate; the host when left out. */
  readonly servername?: string;
  /** False accepts any certificate. */
  readonly rejectUnauthorized: boolean;
  /** PEM of the authorities trusted instead of Node's own. */
  readonly ca?: string | Buffer;
  /** PEM of the client's certificate and private key. */
  readonly cert?: string | Buffer;
  readonly key?: string | Buffer;
}

export interface ClientOptions {
  /** A name, an IPv4 address, or an IPv6 address without brackets. */
  readonly host: string;
  readonly port: number;
  /** Undefined speaks plain HTTP. */
  readonly tls: TlsSettings | undefined;
  /** Most connections, and so most exchanges, at a time. */
  readonly maxConnections: number;
  /** False closes each connection after its first response. */
  readonly keepAlive: boolean;
  /** For a connection to be ready, name look-up and TLS handshake included. */
  readonly connectTimeoutMs: number;
  /** From `sent` to the last byte of the response. */
  readonly timeoutMs: number;
}

/** Why connections could not be opened, one entry an outcome. */
export interface OpenFailure {
  readonly outcome: Outcome;
  readonly count: number;
  /** Of the first one. */
  readonly detail: string;
}

/** What came of opening idle connections ahead of a load. */
export interface OpenReport {
  readonly requested: number;
  readonly opened: number;
  /** Most frequent first; those cut off by `close` count as `unfinished`. */
  readonly failures: readonly OpenFailure[];
  /** Ms of each opened connection, in order of opening; NaN where the phase did not happen. */
  readonly dnsMs: Float64Array;
  readonly connectMs: Float64Array;
  readonly tlsMs: Float64Array;
  /** From the first attempt to the last result. */
  readonly elapsedMs: number;
}
