/** What the terminal can show. */
export interface ScreenOptions {
  readonly color: boolean;
  /** Columns. */
  readonly width: number;
  /** False: ASCII only. */
  readonly unicode: boolean;
}

/** Emphasis by meaning; never the only carrier of it. */
export type Paint = "good" | "bad" | "warning" | "title" | "faint";

const CODES: Readonly<Record<Paint, string>> = {
  good: "32",
  bad: "31",
  warning: "33",
  title: "1",
  faint: "2",
};

/** The tables are made for 80 columns; longer lines than 110 are hard to read. */
const NARROWEST = 80;
const WIDEST = 110;

/** What stands left of a fact. */
const LABEL_WIDTH = 12;

/** Lays out lines for one kind of terminal. */
export class Screen {
  readonly width: number;
  readonly plusMinus: string;
  private readonly color: boolean;

  constructor({ color, width, unicode }: ScreenOptions) {
    this.plusMinus = unicode ? "±" : "+-";
    this.color = color;
    this.width = Math.min(WIDEST, Math.max(NARROWEST, width));
  }

  paint(paint: Paint, text: string): string {
    return this.color && text !== "" ? `\u001b[${CODES[paint]}m${text}\u001b[0m` : text;
  }

  title(text: string): string {
    return this.paint("title", text);
  }

  /** A fact with its name at the left, wrapped. */
  fact(label: string, text: string): string[] {
    return this.wrap(text, " ".repeat(LABEL_WIDTH)).map((line, i) =>
      i === 0 ? this.title(label.padEnd(LABEL_WIDTH)) + line.slice(LABEL_WIDTH) : line,
    );
  }

  /** Breaks at spaces (not at no-break spaces); a longer word, such as a URL, stands whole. */
  wrap(text: string, indent: string, firstIndent: string = indent): string[] {
    const lines: string[] = [];
    let line = "";
    for (const word of text.split(" ").filter((part) => part !== "")) {
      const room = this.width - indent.length;
      if (line !== "" && visibleLength(line) + 1 + visibleLength(word) > room) {
        lines.push(line);
        line = word;
      } else {
        line = line === "" ? word : `${line} ${word}`;
      }
    }
    lines.push(line);
    return lines.map((content, i) => (i === 0 ? firstIndent : indent) + content);
  }

  /** Cut to what is left of the width. */
  cut(text: string, used: number): string {
    const room = Math.max(0, this.width - used);
    return text.length <= room ? text : `${text.slice(0, Math.max(0, room - 1))}…`;
  }
}

// oxlint-disable-next-line no-control-regex -- the sequences that `paint` adds
const PAINTED = /\u001b\[\d+m/g;

/** Columns a text takes. */
export function visibleLength(text: string): number {
  return text.replace(PAINTED, "").length;
}

const ASCII: Readonly<Record<string, string>> = {
  µ: "u",
  "–": "-",
  "—": "-",
  "·": "|",
  "…": "~",
  "≥": ">",
  "≤": "<",
  "×": "x",
  "’": "'",
  "\u00a0": " ",
};

/** The text for a terminal without Unicode, every character one column as before. */
export function toAscii(text: string): string {
  // oxlint-disable-next-line no-control-regex -- everything beyond ASCII
  return text.replace(/[^\u0000-\u007f]/gu, (character) => ASCII[character] ?? "?");
}
