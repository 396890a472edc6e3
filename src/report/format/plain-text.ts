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

/** Longer than any sentence of ours. */
const TEXT_LIMIT = 2000;

/** The same value with every text in it made plain, keys left as they are. For JSON-like values. */
export function withPlainTexts<T>(value: T): T {
  if (typeof value === "string") return plainText(value, TEXT_LIMIT) as T;
  if (Array.isArray(value)) return value.map(withPlainTexts) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, element]) => [key, withPlainTexts(element)]),
  ) as T;
}
