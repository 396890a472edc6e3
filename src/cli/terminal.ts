import type { CliIo, TextStream } from "./io.ts";

const DEFAULT_WIDTH = 80;
const WIDEST = 100;
const NARROWEST = 40;

const STYLES = { bold: "1", red: "31", green: "32", yellow: "33", faint: "2" } as const;
export type Style = keyof typeof STYLES;

/** Prints text for people on one stream: width, colours, characters. */
export class Terminal {
  readonly width: number;
  readonly color: boolean;
  readonly unicode: boolean;
  /** Whether lines can be drawn over: a person looks on, and it is no log of a build. */
  readonly live: boolean;
  readonly #stream: TextStream;

  constructor(stream: TextStream, env: CliIo["env"], wantsColor: boolean = true) {
    const ci = isOn(env["CI"]);
    this.#stream = stream;
    this.width = Math.min(WIDEST, Math.max(NARROWEST, stream.columns ?? DEFAULT_WIDTH));
    this.live = stream.isTTY && !ci && env["TERM"] !== "dumb";
    // NO_COLOR counts when it is not empty (no-color.org)
    this.color = wantsColor && this.live && (env["NO_COLOR"] ?? "") === "";
    const locale = env["LC_ALL"] || env["LC_CTYPE"] || env["LANG"] || "";
    this.unicode = /utf-?8/i.test(locale);
  }

  /** What can be shown here, for renderers of other rooms. */
  get screen(): { color: boolean; width: number; unicode: boolean } {
    return { color: this.color, width: this.width, unicode: this.unicode };
  }

  /** Writes lines as they are. */
  print(text: string): void {
    this.#stream.write(`${text}\n`);
  }

  /** Writes without a line break. */
  write(text: string): void {
    this.#stream.write(text);
  }

  style(style: Style, text: string): string {
    return this.color ? `\u001b[${STYLES[style]}m${text}\u001b[0m` : text;
  }

  /** Lines of a text broken at blanks, each indented. */
  wrap(text: string, indent: string = ""): string[] {
    return wrap(text, this.width, indent);
  }
}

/** Lines of at most `width` columns, broken at blanks and indented; a longer word stands whole. */
export function wrap(text: string, width: number, indent: string = ""): string[] {
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(/\s+/).filter((part) => part !== "")) {
    if (line !== "" && indent.length + line.length + 1 + word.length > width) {
      lines.push(indent + line);
      line = word;
    } else {
      line = line === "" ? word : `${line} ${word}`;
    }
  }
  if (line !== "") lines.push(indent + line);
  return lines;
}

function isOn(value: string | undefined): boolean {
  return value !== undefined && !["", "0", "false"].includes(value.toLowerCase());
}
