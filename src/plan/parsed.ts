/** What reading one value gave: the value, or what should have been there. */
export type Parsed<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly expected: string; readonly hint?: string };

/** A value that was read. */
export function good<T>(value: T): Parsed<T> {
  return { ok: true, value };
}

/** A value that could not be read: what was expected, and what to write instead. */
export function bad(expected: string, hint?: string): Parsed<never> {
  return hint === undefined ? { ok: false, expected } : { ok: false, expected, hint };
}
