import { holds, readComparison, show } from "./comparison.ts";
import type { PredicateReading } from "./parse.ts";

const NAME = /^\s*([\w.-]+)/;
const EXPECTED = "header:content-type~json, header:x-cache=miss or header:x-id";

/** `content-type~json`, `x-cache=miss`, `x-id`. Values are compared as text, letter case included. */
export function readHeader(rest: string): PredicateReading {
  const name = NAME.exec(rest);
  if (name === null) return { expected: EXPECTED };
  const field = name[1]!;
  const operator = readComparison(rest, name[0].length);
  if (operator === undefined) {
    if (rest.length > name[0].length) return { expected: EXPECTED };
    return {
      predicate: {
        needs: "headers",
        failure: (response) => (response.header(field) === undefined ? `no ${field}` : undefined),
      },
    };
  }
  const { comparison, end } = operator;
  if (!["==", "!=", "~"].includes(comparison)) return { expected: EXPECTED };
  const wanted = rest.slice(end);
  return {
    predicate: {
      needs: "headers",
      failure(response) {
        const found = response.header(field);
        if (holds(found, comparison, wanted)) return undefined;
        return found === undefined ? `no ${field}` : show(found);
      },
    },
  };
}
