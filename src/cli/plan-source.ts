import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { isMap, isPair, isScalar, LineCounter, parseDocument, type YAMLError } from "yaml";
import { fileFailure, type Problem, UserError } from "../contracts/errors.ts";
import type { FilePath, PlanFile } from "../plan/index.ts";

const EXTENSION = /\.(ya?ml|json)$/i;
const SCHEME = /^[a-z][a-z0-9+.-]*:\/\//i;
/** No plan is larger; a file that is was not meant to be one. */
const MAX_BYTES = 1 << 20;

/** Whether an argument names a plan file: by its ending, or because it is an existing file. */
export function isPlanFile(argument: string, cwd: string): boolean {
  if (SCHEME.test(argument)) return false;
  if (EXTENSION.test(argument)) return true;
  return statSync(resolve(cwd, argument), { throwIfNoEntry: false })?.isFile() === true;
}

/**
 * A plan from a YAML or JSON file, with the lines of its values.
 * @throws UserError when it cannot be read, or is not YAML.
 */
export function readPlanFile(name: string, cwd: string): PlanFile {
  const { document, lines } = parseFile(name, cwd);
  const lineOf = (path: FilePath): number | undefined => {
    const offset = offsetOf(document, path);
    return offset === undefined ? undefined : lines.linePos(offset).line;
  };
  return { name, data: dataOf(name, document), lineOf };
}

/** Aliases may share values, but not multiply them without bound. */
const MAX_ALIASES = 100;

function dataOf(name: string, document: ReturnType<typeof parseDocument>): unknown {
  try {
    return document.toJS({ maxAliasCount: MAX_ALIASES });
  } catch (error) {
    const problem = {
      code: "plan-syntax",
      where: name,
      expected: "YAML without surprises",
    } as const;
    throw new UserError([{ ...problem, hint: `${(error as Error).message}.` }]);
  }
}

function parseFile(name: string, cwd: string) {
  const text = readText(name, cwd);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: true });
  if (document.errors.length > 0) {
    throw new UserError(document.errors.map((error) => syntaxProblem(name, error)));
  }
  return { document, lines };
}

function readText(name: string, cwd: string): string {
  const path = resolve(cwd, name);
  try {
    const found = statSync(path);
    const { size } = found;
    // a FIFO or a device may never end
    if (!found.isFile() && !found.isDirectory()) {
      throw new UserError([unreadable(name, "It is a device or a pipe, not a file.")]);
    }
    if (size > MAX_BYTES) throw new UserError([unreadable(name, `It has ${size} bytes.`)]);
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError([unreadable(name, fileFailure(error as NodeJS.ErrnoException))]);
  }
}

function unreadable(name: string, hint: string): Problem {
  return {
    code: "plan-unreadable",
    where: "plan file",
    received: name,
    expected: "a readable file with a plan in YAML or JSON",
    hint,
  };
}

function syntaxProblem(name: string, error: YAMLError): Problem {
  const [line, column] = [error.linePos?.[0].line, error.linePos?.[0].col];
  const place = line === undefined ? name : `${name}:${line}:${column}`;
  const message = error.message.split(/ at line \d/)[0]!;
  return { code: "plan-syntax", where: place, expected: "YAML or JSON", hint: `${message}.` };
}

/** Where the key of a path begins, or its value in a list. */
function offsetOf(document: ReturnType<typeof parseDocument>, path: FilePath): number | undefined {
  const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
  if (isMap(parent)) {
    const key = path.at(-1);
    const pair = parent.items.find((item) => {
      return isPair(item) && isScalar(item.key) && String(item.key.value) === String(key);
    });
    const node = pair?.key;
    return isScalar(node) ? node.range?.[0] : undefined;
  }
  const node = document.getIn(path, true) as { range?: readonly number[] | null } | undefined;
  return node?.range?.[0];
}
