import type { PredicateReading } from "./parse.ts";

const LIST = /^\s*==?\s*((?:\d{3}|[1-5]xx)(?:\s*,\s*(?:\d{3}|[1-5]xx))*)$/i;

/** `=200`, `=2xx`, `=200,201`. */
export function readStatus(rest: string): PredicateReading {
  const match = LIST.exec(rest);
  if (match === null) return { expected: "status=200, status=2xx or status=200,201" };
  const wanted = match[1]!.split(",").map((item) => item.trim().toLowerCase());
  const codes = new Set(wanted.filter((item) => !item.endsWith("xx")).map(Number));
  const classes = new Set(
    wanted.filter((item) => item.endsWith("xx")).map((item) => Number(item[0])),
  );
  return {
    predicate: {
      needs: "status",
      failure: ({ status }) =>
        codes.has(status) || classes.has(Math.floor(status / 100)) ? undefined : String(status),
    },
  };
}
