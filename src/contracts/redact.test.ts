import * as fc from "fast-check";
import { expect, test } from "vitest";
import { isSecretName, redactCommand, redactHeaders, redactText, redactUrl } from "./redact.ts";

test.each([
  ["http://user:pw@host:8000/predict", "http://host:8000/predict"],
  ["https://token@host/", "https://host/"],
  ["http://host/users/@me?x=1", "http://host/users/@me?x=1"],
  ["http://user:p/ss@host/predict", "http://host/predict"],
  ["http://user:p#ss@host/predict", "http://host/predict"],
  ["http://us%40er:p@ss@host/", "http://host/"],
  ["user:pw@host:8000", "host:8000"],
  ["http://[::1]:8000/v1?model=a", "http://[::1]:8000/v1?model=a"],
  ["http://h/p?api_key=abc&size=3#x", "http://h/p?api_key=REDACTED&size=3#x"],
  ["http://h/p?a=1;Token=abc", "http://h/p?a=1;Token=REDACTED"],
  ["http://h/p?api%5Fkey=a%26b&max_tokens=9", "http://h/p?api%5Fkey=REDACTED&max_tokens=9"],
  ["http://h/p#access_token=abc&state=s", "http://h/p#access_token=REDACTED&state=s"],
  [
    "https://b.s3.amazonaws.com/k?X-Amz-Credential=AK%2F2&X-Amz-Date=2&X-Amz-Signature=ff&v=1",
    "https://b.s3.amazonaws.com/k?X-Amz-Credential=REDACTED&X-Amz-Date=REDACTED&X-Amz-Signature=REDACTED&v=1",
  ],
  ["http://h/?key=a=b==&%zz=1", "http://h/?key=REDACTED&%zz=1"],
  ["not a url", "not a url"],
])("%s is shown as %s", (url, shown) => {
  expect(redactUrl(url)).toBe(shown);
});

test("names of secrets, and names from the vocabulary of models that are none", () => {
  const secret = ["key", "apiKey", "X-Api-Key", "access_token", "accesstoken", "AWSAccessKeyId"];
  const plain = ["max_tokens", "tokens", "tokenizer", "KeyError", "keyboard", "design", "monkey"];
  secret.push("password", "db_password_prod", "sig", "session-id", "Cookie", "client_secret");
  plain.push("token_count", "author", "passed", "content-type", "x-request-id", "");
  expect(secret.filter((name) => !isSecretName(name))).toEqual([]);
  expect(plain.filter((name) => isSecretName(name))).toEqual([]);
});

test("headers keep their order, names and the scheme of the credentials", () => {
  expect(
    redactHeaders([
      ["Authorization", "Bearer abc.def"],
      ["authorization", "opaque words"],
      ["Cookie", "a=b"],
      ["X-API-Key", "k"],
      ["Referer", "http://u:p@h/?token=t"],
      ["Accept", "application/json"],
    ]),
  ).toEqual([
    ["Authorization", "Bearer REDACTED"],
    ["authorization", "REDACTED"],
    ["Cookie", "REDACTED"],
    ["X-API-Key", "REDACTED"],
    ["Referer", "http://h/?token=REDACTED"],
    ["Accept", "application/json"],
  ]);
});

test.each([
  ['{"api_key": "a\\"b", "size": 3}', '{"api_key": "REDACTED", "size": 3}'],
  ['{"error":"bad","token":12}', '{"error":"bad","token":REDACTED}'],
  ['{"body":"{\\"secret\\": \\"x\\"}"}', '{"body":"{\\"secret\\": \\"REDACTED\\"}"}'],
  ["KeyError: 'image'", "KeyError: 'image'"],
  ["env:API_KEY=abc,A=b", "env:API_KEY=REDACTED,A=b"],
  ["Authorization: Basic dXNlcjpwdw==\nHost: h", "Authorization: Basic REDACTED\nHost: h"],
  ["sent Bearer abcdefgh1234 to", "sent Bearer REDACTED to"],
  ["see postgres://u:p@db/x?password=y.", "see postgres://db/x?password=REDACTED"],
  ["loading with hf_abcdefghijklmnopqrstuv", "loading with REDACTED"],
  ["serve --password hunter2 --port 80", "serve --password REDACTED --port 80"],
  ["serve --token --port 80", "serve --token --port 80"],
])("text %s is shown as %s", (text, shown) => {
  expect(redactText(text)).toBe(shown);
});

test("a command line is quoted where a shell would change it", () => {
  expect(
    redactCommand(["curl", "-H", "X-Api-Key: abc", "--secret", "two words", "http://u:p@h/", ""]),
  ).toBe(`curl -H 'X-Api-Key: REDACTED' --secret REDACTED http://h/ ''`);
  expect(redactCommand(["kneepoint", "--slo", "p(99)<300ms", "--name", "it's"])).toBe(
    String.raw`kneepoint --slo 'p(99)<300ms' --name 'it'\''s'`,
  );
  expect(redactCommand(["gunicorn", "--env=API_KEY=abc", "app:app"])).toBe(
    "gunicorn --env=API_KEY=REDACTED app:app",
  );
});

const secretValue = fc.stringMatching(/^[A-Za-z0-9]{6,12}$/).map((word) => `Zz${word}`);
const secretName = fc.constantFrom(
  "token",
  "api_key",
  "password",
  "X-Amz-Signature",
  "clientSecret",
);

test("no secret is left, in whatever it stands, and doing it twice changes nothing", () => {
  const around = fc.string({ maxLength: 20 }).map((text) => text.replaceAll("Zz", ""));
  fc.assert(
    fc.property(secretName, secretValue, around, around, (name, value, before, after) => {
      const url = `http://u:${value}@h/p?a=${encodeURIComponent(before)}&${name}=${value}&b=1`;
      for (const [shown, again] of [
        [redactUrl(url), redactUrl(redactUrl(url))],
        [redactText(`${before} ${url} ${after}`), undefined],
        [redactText(JSON.stringify({ x: before, [name]: value, y: after })), undefined],
        [redactCommand([before, `--${name}`, value, `--${name}=${value}`]), undefined],
      ]) {
        expect(shown).not.toContain(value);
        if (again !== undefined) expect(again).toBe(shown);
      }
    }),
    { numRuns: 500 },
  );
});

test("time grows in proportion to the text, whatever it holds", () => {
  const spend = (text: string): number => {
    const start = performance.now();
    redactText(text);
    return performance.now() - start;
  };
  for (const unit of [
    "a:",
    "token=",
    '"',
    "\\",
    "a-",
    "--key ",
    "key  ",
    "http://",
    "@",
    "eyJaaaaaaaa.",
  ]) {
    spend(unit.repeat(1000));
    const best = (bytes: number): number =>
      Math.min(...[1, 2, 3].map(() => spend(unit.repeat(bytes / unit.length))));
    const ratio = best(64_000) / Math.max(best(4_000), 0.2);
    expect(ratio, JSON.stringify(unit)).toBeLessThan(16 * 8);
  }
});
