/** Bytes the wire compares with, and the character classes of RFC 9110 §5. */
export const TAB = 0x09;
export const LF = 0x0a;
export const CR = 0x0d;
export const SPACE = 0x20;
export const COMMA = 0x2c;
export const COLON = 0x3a;
export const SEMICOLON = 0x3b;

const TOKEN_PUNCTUATION = "!#$%&'*+-.^_`|~";

/** 1 where a byte may stand in a token (RFC 9110 §5.6.2): methods, field names, codings. */
export const TOKEN: Uint8Array = classOf((byte) => {
  const char = String.fromCharCode(byte);
  return /[0-9A-Za-z]/.test(char) || TOKEN_PUNCTUATION.includes(char);
});

/** 1 where a byte may stand in a field value (RFC 9110 §5.5): tab, visible, space, and 0x80 to 0xff. */
export const FIELD_VALUE: Uint8Array = classOf(
  (byte) => byte === TAB || (byte >= SPACE && byte !== 0x7f),
);

function classOf(member: (byte: number) => boolean): Uint8Array {
  return Uint8Array.from({ length: 256 }, (_, byte) => (member(byte) ? 1 : 0));
}

/** Whether `bytes[from, to)` is the lower-case ASCII `word`, whatever its case. */
export function equalsWord(bytes: Uint8Array, from: number, to: number, word: string): boolean {
  if (to - from !== word.length) return false;
  for (let i = 0; i < word.length; i++) {
    const byte = bytes[from + i]!;
    const lower = byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte;
    if (lower !== word.charCodeAt(i)) return false;
  }
  return true;
}

/** Whether it is a space or a tab. */
export function isBlank(byte: number): boolean {
  return byte === SPACE || byte === TAB;
}
