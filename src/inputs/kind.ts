import type { Payload } from "../contracts/payload.ts";
import type { Options } from "./options.ts";

/** One key of an input specification, for the parser's messages, the reference and the schema. */
export interface InputKey {
  readonly name: string;
  readonly summary: string;
  readonly example: string;
  /** What holds when the key is not given; empty when nothing does, or the key must be given. */
  readonly default: string;
}

/** What a source may use while it makes payloads. */
export interface PrepareContext {
  readonly seed: number;
  /** Payloads wanted; undefined: as many as make sense. */
  readonly count: number | undefined;
  /** Bytes the pool may hold. */
  readonly memoryBytes: number;
  /** Threads to generate on, at least 1. */
  readonly threads: number;
  readonly signal: AbortSignal | undefined;
  /**
   * The pool's own free bytes to read a payload into, so that a large one exists once; undefined when they do not
   * suffice. What lies there is overwritten after the payload was taken.
   */
  space(bytes: number): Uint8Array | undefined;
}

/** Payloads in their order, made as they are asked for. */
export interface InputSource {
  /** Payloads that `items` will give at most. */
  readonly total: number;
  /** Ends early without harm when the consumer stops asking. */
  items(): AsyncIterable<Payload>;
  /** What a person should know about the payloads made; complete after the last item. */
  notes(): readonly string[];
}

/** Makes payload number `index` of a run; the same arguments give the same bytes. Not to be called twice at once. */
export type PayloadGenerator = (index: number) => Promise<Payload>;

/** One kind of input. Adding one: a folder or file that exports it, and a line in `registry.ts`. */
export interface InputKind<Spec extends { readonly kind: string }> {
  readonly name: Spec["kind"];
  /** One line for the reference. */
  readonly summary: string;
  /** The key that the text after the colon sets: `image:jpeg` is `format=jpeg`. */
  readonly main: string;
  /** True when everything after the colon is that one value, commas included. */
  readonly mainTakesAll?: boolean;
  readonly keys: readonly InputKey[];
  /** The checked specification; every mistake is left with `options`, which the caller must look at. */
  parse(options: Options): Spec;
  /** Rejects with `UserError` when there is nothing to send. */
  open(spec: Spec, context: PrepareContext): Promise<InputSource>;
  /** For kinds that compute their payloads: one generator a thread. */
  generator?(spec: Spec, seed: number): Promise<PayloadGenerator>;
}
