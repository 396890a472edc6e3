import type { Problem } from "../contracts/errors.ts";
import type { Option } from "./option.ts";
import { hintForOtherTool } from "./other-tools.ts";
import { suggest } from "./suggest.ts";

/** One option as it stood on the command line. */
export interface RawFlag {
  /** Long name. */
  readonly option: string;
  /** As typed: `-R`, `--rate`. */
  readonly spelled: string;
  readonly value: string | boolean;
}

export type RawFlags = readonly RawFlag[];

/** A command line taken apart. */
export interface Arguments {
  readonly flags: RawFlags;
  /** What stood without dashes, in order. */
  readonly positionals: readonly string[];
  readonly problems: readonly Problem[];
}

/**
 * Takes a command line apart by the option table: `--rate 50`, `--rate=50`, `-R 50`, `-R50`, `--json`,
 * `--json=false`; everything after `--` is positional. Values are not looked into.
 */
export function parseArguments(argv: readonly string[], options: readonly Option[]): Arguments {
  const flags: RawFlag[] = [];
  const positionals: string[] = [];
  const problems: Problem[] = [];
  for (let at = 0; at < argv.length; at++) {
    const token = argv[at]!;
    if (token === "--") {
      positionals.push(...argv.slice(at + 1));
      break;
    }
    if (!token.startsWith("-") || token === "-") {
      positionals.push(token);
      continue;
    }
    const found = findOption(token, options);
    if (found === undefined) {
      const value = looksLikeValue(argv[at + 1]) ? argv[at + 1] : undefined;
      problems.push(unknownOption(token, value, options));
      // most options take a value: better to lose one word than to take it for the target
      if (value !== undefined && !token.includes("=") && !isUrl(value)) at++;
      continue;
    }
    const { option, spelled, attached, negated } = found;
    if (option.kind === "switch") {
      flags.push({ option: option.name, spelled, value: switchValue(attached, negated) });
    } else if (attached !== undefined) {
      flags.push({ option: option.name, spelled, value: attached });
    } else if (argv[at + 1] === undefined || findOption(argv[at + 1]!, options) !== undefined) {
      problems.push(missingValue(option, spelled));
    } else {
      flags.push({ option: option.name, spelled, value: argv[++at]! });
    }
  }
  return { flags, positionals, problems };
}

interface Found {
  readonly option: Option;
  readonly spelled: string;
  /** What came with it, after `=` or the letter. */
  readonly attached: string | undefined;
  /** A switch turned off by its opposite name. */
  readonly negated: boolean;
}

function findOption(token: string, options: readonly Option[]): Found | undefined {
  if (!token.startsWith("-")) return undefined;
  return token.startsWith("--") ? findLong(token, options) : findShort(token, options);
}

function findLong(token: string, options: readonly Option[]): Found | undefined {
  const equals = token.indexOf("=");
  const spelled = equals < 0 ? token : token.slice(0, equals);
  const attached = equals < 0 ? undefined : token.slice(equals + 1);
  const name = spelled.slice(2);
  const named = options.filter((option) => option.positional !== true);
  const option = named.find((candidate) => candidate.name === name);
  if (option !== undefined) return { option, spelled, attached, negated: false };
  const opposite = named.find((o) => o.kind === "switch" && oppositeName(o) === name);
  return opposite === undefined
    ? undefined
    : { option: opposite, spelled, attached, negated: true };
}

/** `no-keepalive` and `keepalive`, `insecure` and `no-insecure`. */
function oppositeName(option: Option): string {
  return option.name.startsWith("no-") ? option.name.slice(3) : `no-${option.name}`;
}

function findShort(token: string, options: readonly Option[]): Found | undefined {
  const letter = token[1];
  if (letter === undefined) return undefined;
  const option = options.find((o) => o.short === letter || o.alias === letter);
  if (option === undefined) return undefined;
  const rest = token.slice(2);
  if (isMissingDash(token, options)) return undefined;
  const attached = rest === "" ? undefined : rest.replace(/^=/, "");
  return { option, spelled: `-${letter}`, attached, negated: false };
}

/** `-rate` is a long option that lost a dash, not -r with the value "ate". */
function isMissingDash(token: string, options: readonly Option[]): boolean {
  const word = token.slice(1);
  const names = options.map((option) => option.name);
  return /^[a-z][a-z-]{2,}$/.test(word) && suggest(word, names) !== undefined;
}

function switchValue(attached: string | undefined, negated: boolean): string | boolean {
  if (attached === undefined) return !negated;
  if (!negated) return attached;
  return attached === "false" ? true : attached === "true" ? false : attached;
}

function looksLikeValue(token: string | undefined): boolean {
  return token !== undefined && (!token.startsWith("-") || /^-\d/.test(token));
}

function isUrl(token: string): boolean {
  return token.includes("://");
}

function missingValue(option: Option, spelled: string): Problem {
  return {
    code: "option-missing",
    where: spelled,
    expected: `${option.value ?? "a value"} after it, such as ${spelled} ${option.example}`,
  };
}

function unknownOption(
  token: string,
  value: string | undefined,
  options: readonly Option[],
): Problem {
  const spelled = token.split("=")[0]!;
  const hint = hintForUnknown(spelled, value, options);
  const problem = {
    code: "option-unknown",
    where: spelled,
    expected: "an option that exists",
  } as const;
  return { ...problem, hint: hint ?? "All options: kneepoint help run" };
}

function hintForUnknown(
  spelled: string,
  value: string | undefined,
  options: readonly Option[],
): string | undefined {
  const word = spelled.replace(/^-+/, "");
  if (options.some((option) => option.name === word)) return `Did you mean --${word}?`;
  const isWord = spelled.startsWith("--") || /^[a-z][a-z-]+$/.test(word);
  const letter = isWord ? spelled : spelled.slice(0, 2);
  const attached = isWord || spelled.length === 2 ? value : spelled.slice(2);
  const fromOther = hintForOtherTool(letter, attached);
  if (fromOther !== undefined || !isWord) return fromOther;
  const near = suggest(
    word,
    options.map((option) => option.name),
  );
  return near === undefined ? undefined : `Did you mean --${near}?`;
}
