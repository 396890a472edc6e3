/** Names of the rules that diagnose, in their order of decision. */
export const RULES = [
  "generator",
  "steal",
  "cpu-throttled",
  "all-cores",
  "oversubscribed",
  "one-core",
  "lock-or-pool",
  "memory",
  "oom-kill",
  "crash",
  "accept-queue",
  "network",
  "conntrack",
  "proxy",
  "load-balancer",
  "server-queue",
  "model",
] as const;
export type RuleName = (typeof RULES)[number];

export type Confidence = "low" | "medium" | "high";

/** One observation a verdict rests on. */
export interface Evidence {
  readonly metric: string;
  readonly value: number;
  readonly unit: string;
  /** What the value was held against; undefined for context. */
  readonly threshold?: number;
  /** Where it was read: a file of /proc, a header, the samples. */
  readonly source: string;
}

/** A diagnosis with its evidence. */
export interface Finding {
  readonly rule: RuleName;
  /** One sentence for a person. */
  readonly verdict: string;
  readonly confidence: Confidence;
  readonly evidence: readonly Evidence[];
  /** What to do now. */
  readonly advice: string;
  /** The explanation that comes second, if any. */
  readonly runnerUp?: RuleName;
  /** The test that would settle it. */
  readonly nextTest: string;
}
