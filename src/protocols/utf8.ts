/** Arguments of one call: more would overflow the stack. */
const CHUNK = 8192;
const REPLACEMENT = 0xfffd;
const LONE_SURROGATE = /\p{Cs}/gu;

/** The text of UTF-8 bytes; malformed sequences become U+FFFD, as in the WHATWG Encoding Standard. */
export function decodeUtf8(bytes: Uint8Array): string {
  let text = "";
  const units: number[] = [];
  for (let at = 0; at < bytes.length;) {
    const lead = bytes[at]!;
    if (lead < 0x80) {
      units.push(lead);
      at++;
    } else {
      at = decodeSequence(bytes, at, lead, units);
    }
    if (units.length >= CHUNK) {
      text += String.fromCharCode(...units);
      units.length = 0;
    }
  }
  return text + String.fromCharCode(...units);
}

/** Appends the character that begins at `at` and returns where the next one begins. */
function decodeSequence(bytes: Uint8Array, at: number, lead: number, units: number[]): number {
  const needed =
    lead >= 0xc2 && lead < 0xe0
      ? 1
      : lead < 0xf0 && lead >= 0xe0
        ? 2
        : lead < 0xf5 && lead >= 0xf0
          ? 3
          : 0;
  // the second byte's range keeps out overlong forms, surrogates and what lies beyond U+10FFFF
  let lower = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
  let upper = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
  let point = needed === 0 ? REPLACEMENT : lead & (0x3f >> needed);
  for (let i = 1; i <= needed; i++) {
    const byte = bytes[at + i];
    if (byte === undefined || byte < lower || byte > upper) {
      units.push(REPLACEMENT);
      return at + i;
    }
    point = (point << 6) | (byte & 0x3f);
    [lower, upper] = [0x80, 0xbf];
  }
  if (point > 0xffff) units.push(0xd7c0 + (point >> 10), 0xdc00 + (point & 0x3ff));
  else units.push(point);
  return at + needed + 1;
}

/** The UTF-8 bytes of a text; lone surrogates become U+FFFD. */
export function encodeUtf8(text: string): Uint8Array {
  const escaped = encodeURIComponent(text.replace(LONE_SURROGATE, "\ufffd"));
  const bytes: number[] = [];
  for (let at = 0; at < escaped.length; at++) {
    if (escaped[at] === "%") {
      bytes.push(Number.parseInt(escaped.slice(at + 1, at + 3), 16));
      at += 2;
    } else {
      bytes.push(escaped.charCodeAt(at));
    }
  }
  return Uint8Array.from(bytes);
}
