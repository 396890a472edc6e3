import { indexOfBytes } from "../bytes.ts";
import { encodeUtf8 } from "../utf8.ts";
import { readComparison } from "./comparison.ts";
import type { PredicateReading } from "./parse.ts";

/** `~text`: the body holds these characters (in UTF-8), letter case included. */
export function readBody(rest: string): PredicateReading {
  const operator = readComparison(rest, 0);
  const wanted = rest.slice(operator?.end ?? 0);
  if (operator?.comparison !== "~" || wanted === "") return { expected: "body~text" };
  const needle = encodeUtf8(wanted);
  return {
    predicate: {
      needs: "body",
      failure({ body, truncated }) {
        if (indexOfBytes(body, needle) >= 0) return undefined;
        return truncated
          ? `${body.length} bytes without it, and more not kept`
          : "a body without it";
      },
    },
  };
}
