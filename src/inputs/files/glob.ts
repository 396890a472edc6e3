/**
 * A pattern as a regular expression over relative paths with `/`: `*` and `?` stay within one name, `**` crosses
 * folders, `{a,b}` chooses. A pattern without a slash is held against the last name alone.
 */
export function globToRegExp(pattern: string): RegExp {
  let depth = 0;
  const body = pattern.replace(/\*\*\/?|[*?{},]|[.+^$()|[\]\\]/g, (token) => {
    if (token === "**/") return "(?:.*/)?";
    if (token === "**") return ".*";
    if (token === "*") return "[^/]*";
    if (token === "?") return "[^/]";
    if (token === "{") {
      depth++;
      return "(?:";
    }
    if (token === "}" && depth > 0) {
      depth--;
      return ")";
    }
    if (token === "," && depth > 0) return "|";
    return token === "," ? "," : `\\${token}`;
  });
  const anywhere = pattern.includes("/") ? "" : "(?:.*/)?";
  return new RegExp(`^${anywhere}${body}${")".repeat(depth)}$`, "u");
}
