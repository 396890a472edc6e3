/** C0, C1 and DEL, zero-width and direction-changing characters, line and paragraph separators, BOM. */
// eslint-disable-next-line no-control-regex
const UNSAFE =
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]+/g;

/**
 * A text from outside (server, URL, command line) fit for one line of a terminal or a page: control characters, the
 * introducers of escape sequences and characters that reorder text become a space; cut at `limit` characters.
 */
export function plainText(text: string, limit: number = 500): string {
  // Twice the limit leaves room for what is removed, and bounds the work on a body of megabytes.
  const clean = text
    .slice(0, limit * 2)
    .replace(UNSAFE, " ")
    .trim();
  if (clean.length <= limit) return clean;
  return `${clean.slice(0, limit - 1).replace(/[\ud800-\udbff]$/, "")}…`;
}
