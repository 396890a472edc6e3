const JSON_ESCAPES: Readonly<Record<string, string>> = {
  "<": "\\u003c",
  ">": "\\u003e",
  "&": "\\u0026",
  "\u2028": "\\u2028",
  "\u2029": "\\u2029",
};
const TEXT_ESCAPES: Readonly<Record<string, string>> = {
  "<": "&lt;",
  ">": "&gt;",
  "&": "&amp;",
  '"': "&quot;",
  "'": "&#39;",
};

/**
 * A value as JSON that can stand inside a `<script>` element: no character in it can end the element, open a
 * comment or end a line of JavaScript. Reads back with `JSON.parse` as the same value.
 */
export function jsonForScript(value: unknown): string {
  return JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (found) => JSON_ESCAPES[found]!);
}

/** Text as HTML, for element content and quoted attributes. */
export function escapeText(text: string): string {
  return text.replace(/[<>&"']/g, (found) => TEXT_ESCAPES[found]!);
}
