import type { Mark, Payload } from "./payload.ts";
import type { Codec } from "./ports.ts";

/** A header as written: name and value, order kept. */
export type Header = readonly [name: string, value: string];

/** What a protocol makes of a payload: the parts of an HTTP request that depend on it. */
export interface EncodedRequest {
  /** Headers the protocol needs, such as Content-Type; the user's own headers of the same name win. */
  readonly headers: readonly Header[];
  /** Undefined for a request without a body. */
  readonly body: Uint8Array | undefined;
  /** Stretches of `body` rewritten for every request; sorted, not overlapping. */
  readonly marks: readonly Mark[];
}

/** How one serving API wants its inputs. Pure: the same payload gives the same bytes. */
export interface Protocol {
  /** As given to `--protocol`. */
  readonly name: string;
  /** One line for the help. */
  readonly summary: string;
  /** The method used when the user names none. */
  readonly method: string;
  encode(payload: Payload, codec: Codec): EncodedRequest;
}

/** A complete response, as success predicates see it. */
export interface ResponseView {
  readonly status: number;
  /** The first header of that name (any case), undefined if absent. */
  header(name: string): string | undefined;
  /** Status line and headers as received, without the final blank line; empty when headers were not kept. */
  readonly headerText: string;
  /** Bytes of the body on the wire, whether kept or not. */
  readonly bodyBytes: number;
  /** The body, cut at the capture limit; empty when nothing asked for it. */
  readonly body: Uint8Array;
  /** True when the body was longer than what was kept. */
  readonly truncated: boolean;
}

/** Judges a complete response. */
export interface Predicate {
  /** The expression as the user wrote it. */
  readonly expression: string;
  /** Whether it needs the body, or the headers, kept. */
  readonly needs: "status" | "headers" | "body";
  /** Undefined when it holds, else what was found instead, in a few words. */
  failure(response: ResponseView): string | undefined;
}
