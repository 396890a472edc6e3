import { binomialInverse } from "./distributions.ts";

/** Ranks, from 1, of the order statistics that enclose a quantile. */
export interface RankInterval {
  readonly lower: number;
  /** May exceed the number of samples: then no sample bounds the quantile from above. */
  readonly upper: number;
}

/**
 * Nearest rank of the q-quantile among n: the smallest r with r / n >= q, from 1; 0 when n is 0. A product such as
 * 0.07 * 100, which is a hair above 7 in binary, does not skip a rank.
 */
export function rankOf(q: number, n: number): number {
  const exact = q * n;
  const nearest = Math.round(exact);
  const rank = Math.abs(exact - nearest) <= 1e-9 * Math.max(1, exact) ? nearest : Math.ceil(exact);
  return Math.min(n, Math.max(1, rank));
}

/**
 * The 95 % interval of a quantile from independent samples, without assumptions on their distribution:
 * lower = BinInv(0.025; n, q), upper = BinInv(0.975; n, q) + 1 (David and Nagaraja, Order Statistics, §7.1). A lower
 * rank of 0 becomes 1.
 */
export function independentRanks(n: number, q: number): RankInterval {
  return {
    lower: Math.max(1, binomialInverse(0.025, n, q)),
    upper: binomialInverse(0.975, n, q) + 1,
  };
}

/**
 * Wilson's interval of a proportion (JASA 22, 1927): `n` samples, share `p`, `z` standard errors.
 * `n` need not be whole. For n = 0 it is [0, 1].
 */
export function wilsonInterval(p: number, n: number, z: number): readonly [number, number] {
  if (!(n > 0)) return [0, 1];
  const shrink = 1 + (z * z) / n;
  const centre = (p + (z * z) / (2 * n)) / shrink;
  const half = (z / shrink) * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n));
  return [Math.max(0, centre - half), Math.min(1, centre + half)];
}

/**
 * Ranks for correlated samples: Wilson's interval around q with the effective number of samples, laid back on the
 * ranks of all n.
 */
export function correctedRanks(n: number, q: number, effectiveN: number, z: number): RankInterval {
  const [low, high] = wilsonInterval(q, effectiveN, z);
  return { lower: Math.max(1, Math.floor(n * low)), upper: Math.floor(n * high) + 1 };
}
