import type { Exchange } from "../contracts/exchange.ts";
import type { Predicate } from "../contracts/request.ts";
import { parsePredicate } from "../protocols/index.ts";

/** Bodies are kept up to this size for predicates that look into them. */
const PREDICATE_BODY_BYTES = 1 << 20;
const DEFAULT_EXPRESSION = "status=2xx";

/** Decides whether complete responses count as success. */
export interface Judge {
  /** What must be kept of every response. */
  readonly captureBytes: number;
  readonly captureHeaders: boolean;
  /** Sets `exchange.outcome` and `detail`; leaves incomplete exchanges alone. */
  judge(exchange: Exchange): void;
}

/** @param expressions success predicates; unless one speaks of the status, 2xx is expected as well. */
export function createJudge(expressions: readonly string[]): Judge {
  const predicates = expressions.map(parsePredicate);
  if (expressions.length === 0) return STATUS_ONLY;
  if (!expressions.some((e) => e.trimStart().startsWith("status")))
    predicates.unshift(parsePredicate(DEFAULT_EXPRESSION));
  const needs = new Set(predicates.map((p) => p.needs));
  return {
    captureBytes: needs.has("body") ? PREDICATE_BODY_BYTES : 0,
    captureHeaders: needs.has("headers"),
    judge: (exchange) => judgeAll(exchange, predicates),
  };
}

function judgeAll(exchange: Exchange, predicates: readonly Predicate[]): void {
  const { response } = exchange;
  if (response === undefined) return;
  for (const predicate of predicates) {
    const failure = predicate.failure(response);
    if (failure === undefined) continue;
    // a status class says more than "a predicate failed"
    if (exchange.outcome === "ok") exchange.outcome = "bad-response";
    exchange.detail = `expected ${predicate.expression}, got ${failure}`;
    return;
  }
  exchange.outcome = "ok";
  exchange.detail = "";
}

/** The common case, without looking at anything but the number. */
const STATUS_ONLY: Judge = {
  captureBytes: 0,
  captureHeaders: false,
  judge(exchange) {
    if (exchange.outcome !== "ok" || (exchange.status >= 200 && exchange.status < 300)) return;
    exchange.outcome = "bad-response";
    exchange.detail = `expected ${DEFAULT_EXPRESSION}, got ${exchange.status}`;
  },
};
