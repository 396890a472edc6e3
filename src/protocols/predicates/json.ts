import type { ResponseView } from "../../contracts/request.ts";
import { type JsonPath, readJsonPath, valueAt } from "../json-path.ts";
import { decodeUtf8 } from "../utf8.ts";
import { type Comparison, holds, readComparison, show } from "./comparison.ts";
import type { PredicateReading } from "./parse.ts";

const EXPECTED =
  'a path and, if wanted, a comparison: json:$.label, json:$.score>=0.5, json:$.items[0].name=="cat"';

/** `$.label`, `$.score>=0.5`, `$.ok==true`, `$.items[0]['the name']~cat`. */
export function readJson(rest: string): PredicateReading {
  const text = rest.trim();
  if (!text.startsWith("$")) {
    return { expected: EXPECTED, hint: `A path begins with $: json:$.${text}` };
  }
  const { path, end } = readJsonPath(text, 1);
  if (end === text.length) return { predicate: { needs: "body", failure: exists(path, text) } };
  const operator = readComparison(text, end);
  if (operator === undefined) {
    return { expected: EXPECTED, hint: "Paths have .key, ['any key'] and [0]; no wildcards." };
  }
  const { comparison } = operator;
  const wanted = readLiteral(text.slice(operator.end).trim());
  if (wanted === undefined) return { expected: EXPECTED, hint: "A value is missing at the end." };
  if (/[<>]/.test(comparison) && typeof wanted !== "number") {
    return { expected: EXPECTED, hint: "Only numbers are smaller or greater." };
  }
  return { predicate: { needs: "body", failure: compares(path, comparison, wanted) } };
}

/** JSON where it is some; any other word is text, because shells take quotes away. */
function readLiteral(text: string): string | number | boolean | null | undefined {
  if (text === "") return undefined;
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== "object" || value === null)
      return value as string | number | boolean | null;
  } catch {
    // a bare word
  }
  return text.replace(/^'(.*)'$/, "$1");
}

/** Some servers begin with one; RFC 8259 §8.1 lets a reader ignore it. */
const BYTE_ORDER_MARK = /^\uFEFF/;

type Failure = (response: ResponseView) => string | undefined;

function exists(path: JsonPath, written: string): Failure {
  return (response) => {
    const document = documentOf(response);
    if ("failure" in document) return document.failure;
    const found = valueAt(document.value, path);
    if (found === undefined) return `no ${written}`;
    return found === null ? "null" : undefined;
  };
}

function compares(path: JsonPath, comparison: Comparison, wanted: unknown): Failure {
  return (response) => {
    const document = documentOf(response);
    if ("failure" in document) return document.failure;
    const found = valueAt(document.value, path);
    return holds(found, comparison, wanted) ? undefined : show(found);
  };
}

function documentOf({ body, truncated }: ResponseView): { value: unknown } | { failure: string } {
  if (body.length === 0) return { failure: "no body" };
  if (truncated) return { failure: `a body longer than the ${body.length} bytes that are kept` };
  try {
    return { value: JSON.parse(decodeUtf8(body).replace(BYTE_ORDER_MARK, "")) as unknown };
  } catch {
    return { failure: "a body that is not JSON" };
  }
}
