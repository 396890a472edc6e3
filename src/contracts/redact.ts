import type { Header } from "./request.ts";

/** What stands where a secret stood. Safe inside a URL, a header and a shell word. */
export const REDACTED = "REDACTED";

/** Words that make a name a secret's wherever they stand in it: `db_password_prod`. */
const SECRET_ANYWHERE = new Set(
  "apikey authorization cookie credential credentials jwt passphrase passwd password pwd secret".split(
    " ",
  ),
);

/** Words that do so at the end only: `api_key`, but not `KeyError`; `authToken`, but not `token_count`. */
const SECRET_AT_END = new Set(
  "auth bearer key otp pass session sessionid sid sig signature token".split(" "),
);

/** Endings of names written without separators, such as `accesstoken`. */
const SECRET_ENDING =
  /(?:token|secret|password|passwd|passphrase|apikey|accesskey|secretkey|privatekey|signature|credentials?)$/;

/** Parameters of a presigned request: Amazon's Signature Version 4 and Google Cloud Storage's V4. */
const SIGNING_PREFIX = /^x-?(?:amz|goog)-/i;

/**
 * Whether a name (of a parameter, header, field or flag) says that its value is a secret. Errs on the safe side
 * (`sort_key` counts) and leaves the vocabulary of models alone: `tokens`, `max_tokens`, `tokenizer`.
 */
export function isSecretName(name: string): boolean {
  if (SIGNING_PREFIX.test(name)) return true;
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, "$1 $2")
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== "");
  if (words.at(-1) === "id") words.pop();
  return (
    words.some((word) => SECRET_ANYWHERE.has(word)) ||
    SECRET_AT_END.has(words.at(-1) ?? "") ||
    SECRET_ENDING.test(words.join(""))
  );
}

/**
 * A URL fit for files and screens: user-info removed, values of secret-looking parameters replaced, in the query
 * and in a fragment written like one. Works on text, so that a malformed URL loses its secrets too; what has none
 * is returned as it was.
 */
export function redactUrl(url: string): string {
  return withoutUserInfo(url).replace(PARAMETER, redactParameter);
}

const AUTHORITY = /^([a-z][a-z0-9+.-]*:)?\/\/([^/?#\\\s]*)/i;
const BARE_USER_INFO = /^[^/?#@\s]+:[^/?#@\s]*@/;

function withoutUserInfo(url: string): string {
  const match = AUTHORITY.exec(url);
  if (match === null) return url.replace(BARE_USER_INFO, "");
  const [prefix, scheme = "", authority = ""] = match;
  const end = isTorn(authority) ? url.lastIndexOf("@") : prefix.lastIndexOf("@");
  return end < 0 ? url : `${scheme}//${url.slice(end + 1)}`;
}

/** A password with an unescaped `/`, `?` or `#` ends the authority early and leaves a "port" that is no number. */
function isTorn(authority: string): boolean {
  const colon = authority.lastIndexOf(":");
  return colon >= 0 && !/[@[]/.test(authority) && /\D/.test(authority.slice(colon + 1));
}

const PARAMETER = /([?#&;])([^=&;#?]+)=([^&;#]+)/g;

function redactParameter(whole: string, before: string, name: string): string {
  return isSecretName(decoded(name)) ? `${before}${name}=${REDACTED}` : whole;
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** Authentication schemes say nothing secret (IANA HTTP Authentication Scheme Registry, and common others). */
const SCHEME = /^(Basic|Bearer|Digest|Negotiate|NTLM|Token|ApiKey|Hawk|AWS4-HMAC-SHA256)\s/i;

/** Headers fit for files and screens: order and names kept, secrets in the values replaced. */
export function redactHeaders(headers: readonly Header[]): Header[] {
  return headers.map(([name, value]) => [
    name,
    isSecretName(name) ? redactCredentials(value) : redactText(value),
  ]);
}

function redactCredentials(value: string): string {
  const scheme = SCHEME.exec(value)?.[1];
  return scheme === undefined ? REDACTED : `${scheme} ${REDACTED}`;
}

const URL_IN_TEXT = /\b[a-z][a-z0-9+.-]{0,30}:\/\/[^\s"'<>`]+/gi;
const HEADER_IN_TEXT = /\b((?:proxy-)?authorization|(?:set-)?cookie)(\s*:\s*)([^"'\r\n]+)/gi;
const BEARER_IN_TEXT = /\b(Bearer|Basic)(\s+)[A-Za-z0-9._~+/=-]{8,}/gi;
/** Keys that give themselves away: JSON Web Tokens, OpenAI-style, Hugging Face and GitHub tokens. */
const KNOWN_KEY =
  /\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*|\bsk-[\w-]{20,}|\bhf_[A-Za-z0-9]{20,}|\bgh[pousr]_[A-Za-z0-9]{20,}/g;

/**
 * Free text (a log line, the beginning of a body) with what looks like a secret replaced: URLs, `name=value`,
 * `name: value` and `--name value` where the name is a secret's, credentials of the Authorization header, keys of
 * a known shape. A value that nothing marks as secret cannot be found.
 */
export function redactText(text: string): string {
  const cleaned = text
    .replace(URL_IN_TEXT, redactUrl)
    .replace(
      HEADER_IN_TEXT,
      (_, name: string, separator: string, value: string) =>
        `${name}${separator}${redactCredentials(value)}`,
    )
    .replace(BEARER_IN_TEXT, `$1$2${REDACTED}`)
    .replace(KNOWN_KEY, REDACTED);
  return redactNamed(redactNamed(cleaned, NAME_AND_SEPARATOR), FLAG_AND_BLANK);
}

/** `name=`, `name: `, `"name": ` and the same inside a JSON string (`\"name\": `). */
const NAME_AND_SEPARATOR = /\b([A-Za-z][\w.-]{0,80})(?:\\?["'])?\s{0,8}[=:]\s{0,8}/g;
const FLAG_AND_BLANK = /(?<!\S)(--?[A-Za-z][\w-]{0,80})\s+(?!-)/g;
const VALUE = /\\"[^"\\\r\n]*\\"|"(?:[^"\\\r\n]|\\.)*"|'[^'\r\n]*'|[^\s&;,"'{}[\]\\]+/y;

/** Steps from name to name and never over a value: a value may hold the next name (`--env=API_KEY=…`). */
function redactNamed(text: string, names: RegExp): string {
  let result = "";
  let copied = 0;
  for (const match of text.matchAll(names)) {
    const nameEnd = match.index + match[0].length;
    if (nameEnd < copied || !isSecretName(match[1] ?? "")) continue;
    const start = nameEnd + (SCHEME.exec(text.slice(nameEnd, nameEnd + 24))?.[0].length ?? 0);
    VALUE.lastIndex = start;
    const value = VALUE.exec(text)?.[0];
    if (value === undefined) continue;
    result += text.slice(copied, start) + requote(value);
    copied = start + value.length;
  }
  return result + text.slice(copied);
}

/** Keeps quotes, so that redacted JSON is still JSON. */
function requote(value: string): string {
  const quote = /^\\?["']/.exec(value)?.[0] ?? "";
  return `${quote}${REDACTED}${quote}`;
}

const FLAG = /^--?[A-Za-z][\w-]*$/;

/**
 * A command line as one text, secrets replaced: in each argument as in `redactText`, and the argument after a
 * secret's flag. Arguments that a shell would change are quoted for it (POSIX.1-2024, 2.2.2), so that the text can be
 * pasted.
 */
export function redactCommand(args: readonly string[]): string {
  return args
    .map((arg, i) => {
      const flag = args[i - 1] ?? "";
      const secret = FLAG.test(flag) && isSecretName(flag) && !arg.startsWith("-");
      return secret ? REDACTED : redactText(arg);
    })
    .map(shellQuoted)
    .join(" ");
}

function shellQuoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`;
}
