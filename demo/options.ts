import { parseArgs } from "node:util";

/** How the bundled prediction service runs. */
export interface ServiceOptions {
  /** Serving processes, each with its own copy of the model. */
  readonly processes: number;
  /** 0: any free port. */
  readonly port: number;
  readonly host: string;
  /** Longest side in pixels an image is reduced to before inference; 0: never reduced. */
  readonly maxSide: number;
  /** Threads of one inference. */
  readonly threads: number;
  /** Largest request body in bytes. */
  readonly maxBodyBytes: number;
  /** Largest image in pixels. */
  readonly maxPixels: number;
}

export type ParsedOptions =
  | { readonly kind: "help" }
  | { readonly kind: "run"; readonly options: ServiceOptions }
  | { readonly kind: "mistakes"; readonly mistakes: readonly string[] };

interface OptionSpec {
  readonly fallback: string;
  readonly help: string;
  readonly expected: string;
  /** The value in its own unit, undefined when the text is none. */
  readonly parse: (text: string) => number | undefined;
}

/** Each option once: the parser, the help and the messages come from here. */
const NUMBERS = {
  processes: {
    fallback: "1",
    help: "serving processes, each with its own model",
    expected: "a whole number from 1 to 64",
    parse: whole(1, 64),
  },
  port: {
    fallback: "8000",
    help: "TCP port; 0 takes a free one",
    expected: "a whole number from 0 to 65535",
    parse: whole(0, 65_535),
  },
  "max-side": {
    fallback: "640",
    help: "longest side in pixels before inference; 0 never reduces an image",
    expected: "0, or a whole number from 32 to 8192",
    parse: (text: string) => (text === "0" ? 0 : whole(32, 8192)(text)),
  },
  threads: {
    fallback: "1",
    help: "threads of one inference",
    expected: "a whole number from 1 to 64",
    parse: whole(1, 64),
  },
  "max-body": {
    fallback: "32MB",
    help: "largest request body",
    expected: "bytes with a unit, such as 512kB, 32MB or 32MiB, up to 1GB",
    parse: parseBytes,
  },
  "max-pixels": {
    fallback: "268",
    help: "largest image in megapixels",
    expected: "megapixels from 0.01 to 1000",
    parse: parseMegapixels,
  },
} satisfies Readonly<Record<string, OptionSpec>>;

const HOST = {
  fallback: "127.0.0.1",
  help: "address to listen on",
  expected: "an address or host name",
  pattern: /^[\w.:-]+$/,
};

const NAMES: readonly string[] = [...Object.keys(NUMBERS), "host"];

/** Reads the command line. All mistakes come back together, each with what was received and expected. */
export function parseOptions(args: readonly string[]): ParsedOptions {
  const { values, tokens } = parseArgs({
    args: [...args],
    options: {
      ...Object.fromEntries(NAMES.map((name) => [name, { type: "string" } as const])),
      help: { type: "boolean", short: "h" },
    },
    strict: false,
    tokens: true,
  });
  if (values["help"] === true) return { kind: "help" };
  const mistakes: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") {
      mistakes.push(`received ${quote(token.value)}; expected only options`);
    } else if (token.kind === "option" && !NAMES.includes(token.name)) {
      const known = NAMES.map((name) => `--${name}`).join(", ");
      mistakes.push(`received ${quote(token.rawName)}; expected one of ${known}`);
    }
  }
  const wrong = (name: string, given: unknown, expected: string): void => {
    mistakes.push(`--${name}: received ${quote(given)}; expected ${expected}`);
  };
  const number = (name: keyof typeof NUMBERS): number => {
    const { fallback, expected, parse } = NUMBERS[name];
    const given = values[name] ?? fallback;
    const value = typeof given === "string" ? parse(given) : undefined;
    if (value === undefined) wrong(name, given, expected);
    return value ?? 0;
  };
  const host = values["host"] ?? HOST.fallback;
  if (typeof host !== "string" || !HOST.pattern.test(host)) wrong("host", host, HOST.expected);
  const options: ServiceOptions = {
    processes: number("processes"),
    port: number("port"),
    host: String(host),
    maxSide: number("max-side"),
    threads: number("threads"),
    maxBodyBytes: number("max-body"),
    maxPixels: number("max-pixels"),
  };
  return mistakes.length > 0 ? { kind: "mistakes", mistakes } : { kind: "run", options };
}

/** The text of `--help`. */
export function usage(): string {
  const rows = Object.entries({ ...NUMBERS, host: HOST }).map(
    ([name, { help, fallback }]) => `  ${`--${name}`.padEnd(14)}${help} (default ${fallback})`,
  );
  return `The bundled prediction service: finds text in images.\n\n${rows.join("\n")}\n`;
}

function whole(low: number, high: number): (text: string) => number | undefined {
  return (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    return value >= low && value <= high ? value : undefined;
  };
}

const BYTE_UNITS: Readonly<Record<string, number>> = {
  "": 1,
  B: 1,
  kB: 1e3,
  KB: 1e3,
  KiB: 2 ** 10,
  MB: 1e6,
  MiB: 2 ** 20,
  GB: 1e9,
};

function parseBytes(text: string): number | undefined {
  const match = /^(\d+)([A-Za-z]*)$/.exec(text);
  const unit = match === null ? undefined : BYTE_UNITS[match[2] ?? ""];
  if (match === null || unit === undefined) return undefined;
  const bytes = Number(match[1]) * unit;
  return bytes >= 1 && bytes <= 1e9 ? bytes : undefined;
}

function parseMegapixels(text: string): number | undefined {
  const value = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
  return value >= 0.01 && value <= 1000 ? Math.round(value * 1e6) : undefined;
}

function quote(value: unknown): string {
  return value === true ? "no value" : JSON.stringify(value);
}
