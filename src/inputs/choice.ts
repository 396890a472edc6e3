import type { Rng } from "../contracts/ports.ts";

/** Alternatives with their weights, which need not add up to anything. */
export type Choice<T> = readonly { readonly value: T; readonly weight: number }[];

/** One alternative, by weight. */
export function pick<T>(choice: Choice<T>, rng: Rng): T {
  const total = choice.reduce((sum, { weight }) => sum + weight, 0);
  let left = rng.float() * total;
  for (const { value, weight } of choice) {
    left -= weight;
    if (left < 0) return value;
  }
  return choice.at(-1)!.value;
}

/** The alternatives of a term in place of the term, their weights in proportion. */
export function spread<T>(inner: Choice<T>, weight: number): Choice<T> {
  const total = inner.reduce((sum, item) => sum + item.weight, 0);
  return inner.map((item) => ({ value: item.value, weight: (item.weight * weight) / total }));
}
