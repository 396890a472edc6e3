import { readFileSync, statSync } from "node:fs";
import { resolve } from "node:path";
import { isMap, isScalar, LineCounter, parseDocument, type YAMLError, type YAMLMap } from "yaml";
import { fileFailure, type Problem, UserError } from "../contracts/errors.ts";
import type { FilePath, PlanFile } from "../plan/index.ts";

const EXTENSION = /\.(ya?ml|json)$/i;
const SCHEME = /^[a-z][a-z0-9+.-]*:\/\//i;
/** No plan is larger; a file that is was not meant to be one. */
const MAX_BYTES = 256_000;

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
  const keys = new KeyIndex(document);
  const lineOf = (path: FilePath): number | undefined => {
    const offset = keys.offsetOf(path);
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
    if (size > MAX_BYTES) {
      const hint = `It has ${size} bytes; a plan has at most ${MAX_BYTES}.`;
      throw new UserError([unreadable(name, hint)]);
    }
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

/** Where keys and values begin. Each mapping is gone through once: a plan may have thousands of keys. */
class KeyIndex {
  readonly #document: ReturnType<typeof parseDocument>;
  readonly #offsets = new Map<unknown, ReadonlyMap<string, number | undefined>>();

  constructor(document: ReturnType<typeof parseDocument>) {
    this.#document = document;
  }

  /** Where the key of a path begins, or its value in a list. */
  offsetOf(path: FilePath): number | undefined {
    const document = this.#document;
    const parent = path.length === 1 ? document.contents : document.getIn(path.slice(0, -1), true);
    if (isMap(parent)) return this.#keysOf(parent).get(String(path.at(-1)));
    const node = document.getIn(path, true) as { range?: readonly number[] | null } | undefined;
    return node?.range?.[0];
  }

  #keysOf(map: YAMLMap): ReadonlyMap<string, number | undefined> {
    const known = this.#offsets.get(map);
    if (known !== undefined) return known;
    const keys = map.items.map(({ key }) => key).filter((key) => isScalar(key));
    const offsets = new Map(keys.map((key) => [String(key.value), key.range?.[0]]));
    this.#offsets.set(map, offsets);
    return offsets;
  }
}
