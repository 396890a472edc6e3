import type { Header } from "../contracts/request.ts";
import { FIELD_VALUE, SPACE, TOKEN } from "./characters.ts";

/**
 * The head of a request, ending with the blank line (RFC 9112 §3 and §5). Adds Content-Length when `bodyBytes`
 * is defined and the headers do not say it already; the caller supplies Host. Text is written as Latin-1.
 * @throws TypeError that names the header (never its value, which may be a secret) when anything cannot stand in
 * a head, when Content-Length contradicts `bodyBytes`, or when Transfer-Encoding is given with a body.
 */
export function buildHead(
  method: string,
  target: string,
  headers: readonly Header[],
  bodyBytes: number | undefined,
): Buffer {
  requireToken(method, "method");
  requireTarget(target);
  let text = `${method} ${target} HTTP/1.1\r\n`;
  let lengthGiven = false;
  for (const [name, value] of headers) {
    requireToken(name, "header name");
    requireValue(name, value);
    const lower = name.toLowerCase();
    if (lower === "content-length") {
      requireLength(value, bodyBytes, lengthGiven);
      lengthGiven = true;
    }
    if (lower === "transfer-encoding" && bodyBytes !== undefined) {
      throw new TypeError(`header ${name}: bodies are sent with Content-Length; leave it out`);
    }
    text += `${name}: ${value}\r\n`;
  }
  if (bodyBytes !== undefined && !lengthGiven) text += `Content-Length: ${bodyBytes}\r\n`;
  return Buffer.from(`${text}\r\n`, "latin1");
}

function requireToken(text: string, what: string): void {
  const bad = firstOutside(text, TOKEN);
  if (text === "" || bad >= 0) {
    const reason = text === "" ? "is empty" : `holds ${describeChar(text, bad)}`;
    throw new TypeError(`${what} ${JSON.stringify(text)} ${reason}`);
  }
}

function requireTarget(target: string): void {
  for (let i = 0; i < target.length; i++) {
    const code = target.charCodeAt(i);
    if (code <= SPACE || code >= 0x7f) {
      throw new TypeError(`request target holds ${describeChar(target, i)}; percent-encode it`);
    }
  }
  if (target === "") throw new TypeError("request target is empty");
}

function requireValue(name: string, value: string): void {
  const bad = firstOutside(value, FIELD_VALUE);
  if (bad >= 0) throw new TypeError(`header ${name}: value holds ${describeChar(value, bad)}`);
}

function requireLength(value: string, bodyBytes: number | undefined, given: boolean): void {
  if (given) throw new TypeError("header Content-Length: given twice");
  const stated = value.trim();
  if (stated !== String(bodyBytes ?? 0)) {
    throw new TypeError(
      `header Content-Length: says ${stated}, but the body has ${bodyBytes ?? 0} bytes`,
    );
  }
}

function firstOutside(text: string, allowed: Uint8Array): number {
  for (let i = 0; i < text.length; i++) if (allowed[text.charCodeAt(i)] !== 1) return i;
  return -1;
}

function describeChar(text: string, index: number): string {
  const code = text.charCodeAt(index);
  const hex = code.toString(16).toUpperCase().padStart(4, "0");
  return `the character U+${hex} at position ${index}`;
}
