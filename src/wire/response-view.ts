import type { ResponseView } from "../contracts/request.ts";
import { COLON, CR, equalsWord, isBlank } from "./characters.ts";
import type { ResponseParser } from "./parser.ts";

const LAST_LINE_ENDS = "\r\n\r\n".length;

/** A complete response as its parser has it: valid until the parser or the buffer it read from is used again. */
export class ParsedResponse implements ResponseView {
  readonly #parser: ResponseParser;

  constructor(parser: ResponseParser) {
    this.#parser = parser;
  }

  get status(): number {
    return this.#parser.status;
  }

  get bodyBytes(): number {
    return this.#parser.bodyBytes;
  }

  get body(): Buffer {
    return this.#parser.body.view();
  }

  get truncated(): boolean {
    return this.#parser.bodyBytes > this.#parser.body.length;
  }

  /** Read as Latin-1, line ends as received. */
  get headerText(): string {
    const { bytes, startAt, end } = this.#parser.head;
    if (!this.#parser.hasHeaders || end === 0) return "";
    return bytes.toString("latin1", startAt, end - LAST_LINE_ENDS);
  }

  /** The first header of that name, read as Latin-1; undefined when absent or when headers were not asked for. */
  header(name: string): string | undefined {
    if (!this.#parser.hasHeaders) return undefined;
    const { bytes, fieldsAt, end } = this.#parser.head;
    const wanted = name.toLowerCase();
    for (let line = fieldsAt; line < end;) {
      const colon = bytes.indexOf(COLON, line);
      const next = bytes.indexOf(CR, line) + 2;
      if (colon >= 0 && colon < next && equalsWord(bytes, line, colon, wanted)) {
        return trimmed(bytes, colon + 1, next - 2);
      }
      line = next;
    }
    return undefined;
  }
}

function trimmed(bytes: Buffer, from: number, to: number): string {
  while (from < to && isBlank(bytes[from]!)) from++;
  while (to > from && isBlank(bytes[to - 1]!)) to--;
  return bytes.toString("latin1", from, to);
}
