/** Controls, format characters (zero-width, direction-changing, BOM), line and paragraph separators, lone surrogates. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+/gu;
/** What a cut through a surrogate pair leaves. */
const HALF_PAIR = /[\ud800-\udbff]$/;

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
  return `${clean.slice(0, limit - 1).replace(HALF_PAIR, "")}…`;
}
