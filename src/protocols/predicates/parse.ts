import { type Problem, UserError } from "../../contracts/errors.ts";
import type { Predicate } from "../../contracts/request.ts";
import { readBody } from "./body.ts";
import { readHeader } from "./header.ts";
import { readJson } from "./json.ts";
import { readSize } from "./size.ts";
import { readStatus } from "./status.ts";

/** What a reader of predicates makes of an expression it is responsible for. */
export type PredicateReading =
  | { readonly predicate: Omit<Predicate, "expression"> }
  | { readonly expected: string; readonly hint?: string };

/** Each kind of predicate: the word it begins with, and its reader, which gets what follows the word. */
const READERS: readonly (readonly [word: string, read: (rest: string) => PredicateReading])[] = [
  ["status", readStatus],
  ["header:", readHeader],
  ["json:", readJson],
  ["size", readSize],
  ["body", readBody],
];

const EXPECTED =
  "status=200, status=2xx, header:content-type~json, json:$.label, json:$.score>=0.5, size>10 or body~text";

/**
 * A success predicate: `status=2xx`, `status=200,201`, `header:NAME=value`, `header:NAME~part`, `json:$.a.b[0]`
 * (is there and not null), `json:$.a>=0.5`, `size>10` (bytes of body), `body~part`.
 * @throws UserError when the expression is none; `where` is `expect`.
 */
export function parsePredicate(expression: string): Predicate {
  const reading = read(expression.trim());
  if ("predicate" in reading) return { expression, ...reading.predicate };
  throw new UserError([problemOf(expression, reading)]);
}

/** The mistakes that `parsePredicate` would throw. */
export function checkPredicate(expression: string): readonly Problem[] {
  const reading = read(expression.trim());
  return "predicate" in reading ? [] : [problemOf(expression, reading)];
}

function read(expression: string): PredicateReading {
  const reader = READERS.find(([word]) => expression.startsWith(word));
  if (reader !== undefined) return reader[1](expression.slice(reader[0].length));
  if (expression.startsWith("$")) return { expected: EXPECTED, hint: `Write json:${expression}` };
  if (/^[1-5](\d\d|xx)/.test(expression))
    return { expected: EXPECTED, hint: `Write status=${expression}` };
  return { expected: EXPECTED };
}

function problemOf(
  received: string,
  { expected, hint }: Exclude<PredicateReading, { predicate: unknown }>,
): Problem {
  const problem = { code: "option-value", where: "expect", received, expected } as const;
  return hint === undefined ? problem : { ...problem, hint };
}
