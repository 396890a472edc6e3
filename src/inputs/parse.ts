import { type Problem, UserError } from "../contracts/errors.ts";
import { Options } from "./options.ts";
import { INPUT_KINDS, type InputSpec, kindNamed } from "./registry.ts";
import { suggest } from "./suggest.ts";

/**
 * The checked specification of an input, from its short form (`image:jpeg,size=camera`) or its object form
 * (`{kind: "image", format: "jpeg", size: "camera"}`). Throws `UserError` with every mistake; touches no file.
 */
export function parseInput(spec: string | Readonly<Record<string, unknown>>): InputSpec {
  const { kind: name, ...values } = typeof spec === "string" ? split(spec) : spec;
  const kind = typeof name === "string" ? kindNamed(name) : undefined;
  if (kind === undefined) throw new UserError([unknownKind(name)]);
  const options = new Options(kind.name, values, kind.keys);
  const parsed = kind.parse(options);
  if (options.problems.length > 0) throw new UserError(options.problems);
  return parsed;
}

/** `kind`, then `:main`, then `,key=value` as often as wanted; other commas belong to the value they stand in. */
function split(spec: string): Record<string, unknown> {
  const match = /^([^:,]*)(?::([^]*))?([^]*)$/.exec(spec)!;
  const name = match[1]!.trim();
  const kind = kindNamed(name);
  if (kind === undefined) return { kind: spec };
  if (kind.mainTakesAll === true) return { kind: name, [kind.main]: match[2] };
  const [main, ...pairs] = (match[2] ?? match[3]!).split(/,(?=[A-Za-z][\w-]*=)/);
  const out: Record<string, unknown> = { kind: name };
  if (main !== "") out[kind.main] = main;
  for (const pair of pairs) {
    const at = pair.indexOf("=");
    out[pair.slice(0, at)] = pair.slice(at + 1);
  }
  return out;
}

function unknownKind(received: unknown): Problem {
  const names = INPUT_KINDS.map((kind) => kind.name);
  const expected = `an input of kind ${names.join(", ")}, such as image:jpeg,size=camera`;
  const where = "input";
  if (received === undefined)
    return { code: "input-spec", where, expected, hint: "the key kind is missing" };
  const text = typeof received === "string" ? received : JSON.stringify(received);
  const advice = /[/\\]|^\.|\.\w+$/.test(text)
    ? `for a file write file:${text}, for a directory files:${text}`
    : (suggest(text.split(/[:,]/, 1)[0]!, names) ?? "the kind comes first, then a colon");
  return { code: "input-spec", where, received: text, expected, hint: advice };
}
