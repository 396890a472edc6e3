import type { Payload } from "../contracts/payload.ts";
import { GeneratorThreads } from "./generator-threads.ts";
import type { InputKind, InputSource, PrepareContext } from "./kind.ts";

/** How much a generating kind makes, decided before anything is made. */
export interface GenerationPlan {
  readonly total: number;
  /** 1: on the calling thread. */
  readonly threads: number;
  readonly notes: readonly string[];
}

/** Workers are files of JavaScript; run from its sources, generation stays on the calling thread. */
const COMPILED: boolean = import.meta.url.endsWith(".js");

/** The payloads of a kind that computes them, in order, whatever the number of threads. */
export function generate<Spec extends { readonly kind: string }>(
  kind: InputKind<Spec>,
  spec: Spec,
  context: PrepareContext,
  plan: GenerationPlan,
): InputSource {
  const threaded = plan.threads > 1 && COMPILED;
  return {
    total: plan.total,
    items: () => (threaded ? onThreads(spec, context, plan) : here(kind, spec, context, plan)),
    notes: () => plan.notes,
  };
}

async function* here<Spec extends { readonly kind: string }>(
  kind: InputKind<Spec>,
  spec: Spec,
  context: PrepareContext,
  plan: GenerationPlan,
): AsyncGenerator<Payload> {
  const make = await kind.generator!(spec, context.seed);
  for (let index = 0; index < plan.total; index++) {
    context.signal?.throwIfAborted();
    yield await make(index);
  }
}

async function* onThreads(
  spec: { readonly kind: string },
  context: PrepareContext,
  plan: GenerationPlan,
): AsyncGenerator<Payload> {
  const threads = new GeneratorThreads(
    { spec, seed: context.seed, total: plan.total },
    plan.threads,
  );
  const stop = (): void => threads.fail(context.signal!.reason);
  context.signal?.addEventListener("abort", stop, { once: true });
  try {
    context.signal?.throwIfAborted();
    for (let index = 0; index < plan.total; index++) yield await threads.take(index);
  } finally {
    context.signal?.removeEventListener("abort", stop);
    await threads.close();
  }
}
