import { holds, readComparison } from "./comparison.ts";
import type { PredicateReading } from "./parse.ts";

/** `>10`: bytes of the body on the wire. */
export function readSize(rest: string): PredicateReading {
  const expected = "size>10, in bytes";
  const operator = readComparison(rest, 0);
  if (operator === undefined || operator.comparison === "~") return { expected };
  const bound = rest.slice(operator.end).trim();
  if (!/^\d+$/.test(bound)) return { expected };
  const wanted = Number(bound);
  return {
    predicate: {
      needs: "status",
      failure: ({ bodyBytes }) =>
        holds(bodyBytes, operator.comparison, wanted) ? undefined : `${bodyBytes} bytes`,
    },
  };
}
