/** Keys and indices from the top of a JSON document to a value. */
export type JsonPath = readonly (string | number)[];

const KEY = /\.([^.[\]=<>!~\s'"]+)/y;
const INDEX = /\[(\d+)\]/y;
const QUOTED = /\[(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")\]/y;

/**
 * Reads a path after its `$`: a small part of JSONPath (RFC 9535): `.key`, `['any key']`, `["any key"]`, `[0]`.
 * Returns the path and where it ended.
 */
export function readJsonPath(text: string, start: number): { path: JsonPath; end: number } {
  const path: (string | number)[] = [];
  let end = start;
  for (;;) {
    const key = matchAt(KEY, text, end);
    const index = key ?? matchAt(INDEX, text, end);
    const found = index ?? matchAt(QUOTED, text, end);
    if (found === undefined) return { path, end };
    if (key !== undefined) path.push(key[1]!);
    else if (index !== undefined) path.push(Number(index[1]));
    else path.push((found[1] ?? found[2]!).replace(/\\(.)/g, "$1"));
    end += found[0].length;
  }
}

/** The value at a path; undefined where there is none. */
export function valueAt(document: unknown, path: JsonPath): unknown {
  let value = document;
  for (const step of path) {
    if (typeof value !== "object" || value === null) return undefined;
    if (Array.isArray(value) ? typeof step !== "number" : !Object.hasOwn(value, step))
      return undefined;
    value = (value as Record<string | number, unknown>)[step];
  }
  return value;
}

function matchAt(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}
