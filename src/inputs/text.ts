import type { Payload } from "../contracts/payload.ts";
import type { InputKind } from "./kind.ts";
import { oneItem } from "./one-item.ts";

/** One fixed text as the body of every request. */
export interface TextSpec {
  readonly kind: "text";
  readonly text: string;
  /** Media type; undefined: JSON when it parses as JSON, else plain text. */
  readonly type: string | undefined;
}

export const TEXT_KIND: InputKind<TextSpec> = {
  name: "text",
  summary: "one fixed text, sent with every request",
  main: "text",
  mainTakesAll: true,
  keys: [
    { name: "text", summary: "the body, UTF-8", example: '{"x": 1}', default: "" },
    {
      name: "type",
      summary: "media type of the body",
      example: "application/json",
      default: "application/json when it is JSON, else text/plain",
    },
  ],
  parse(options) {
    if (!options.has("text"))
      options.problem("text", undefined, "the text to send, such as text:hello");
    return { kind: "text", text: options.text("text") ?? "", type: options.text("type") };
  },
  async open(spec) {
    return oneItem(payloadOf(spec));
  },
};

function payloadOf({ text, type }: TextSpec): Payload {
  const json = isJson(text);
  return {
    index: 0,
    bytes: new TextEncoder().encode(text),
    mediaType: type ?? (json ? "application/json" : "text/plain; charset=utf-8"),
    fileName: json ? "body.json" : "body.txt",
    dimension: { unit: "characters", value: text.length },
    traits: {},
    marks: [],
  };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
