import { expect, test } from "vitest";
import { failureOf, outcomeOfStatus, type Phase } from "./errors.ts";

/** An error as Node's sockets make them. */
function systemError(code: string, rest: object = {}): Error {
  return Object.assign(
    new Error(`connect ${code} 127.0.0.1:80`),
    { code, syscall: "connect" },
    rest,
  );
}

test.each([
  ["ECONNREFUSED", "connect", "connect-refused"],
  ["ETIMEDOUT", "connect", "connect-timeout"],
  ["EHOSTUNREACH", "connect", "connect-failed"],
  ["ENETUNREACH", "connect", "connect-failed"],
  ["EACCES", "connect", "connect-failed"],
  ["ECONNRESET", "connect", "reset"],
  ["EADDRNOTAVAIL", "connect", "local-limit"],
  ["EMFILE", "connect", "local-limit"],
  ["ENFILE", "dns", "local-limit"],
  ["ENOBUFS", "send", "local-limit"],
  ["ECONNRESET", "tls", "tls-error"],
  ["CERT_HAS_EXPIRED", "tls", "tls-error"],
  ["ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED", "wait", "tls-error"],
  ["ECONNRESET", "wait", "reset"],
  ["EPIPE", "send", "reset"],
  ["ECONNABORTED", "receive", "reset"],
  ["ETIMEDOUT", "receive", "timeout"],
] as [string, Phase, string][])("%s while in %s is %s", (code, phase, outcome) => {
  const failure = failureOf(systemError(code), phase, "host:80");
  expect(failure.outcome).toBe(outcome);
  expect(failure.detail).toMatch(new RegExp(`^${code} [a-zA-Z ]+ \\(host:80\\): .`));
});

test.each(["ENOTFOUND", "EAI_AGAIN"])("%s is a dns-error in whatever phase it is met", (code) => {
  const error = systemError(code, { syscall: "getaddrinfo" });
  expect(failureOf(error, "connect", "nowhere:80")).toMatchObject({
    outcome: "dns-error",
    detail: expect.stringContaining("looking up the name (nowhere:80)"),
  });
});

test("of several addresses that failed, the most telling failure stands, with its address", () => {
  const unreachable = systemError("ENETUNREACH", { address: "::1", port: 80 });
  const refused = systemError("ECONNREFUSED", { address: "127.0.0.1", port: 80 });
  const both = [
    new AggregateError([unreachable, refused]),
    new AggregateError([refused, unreachable]),
  ];
  for (const error of both) {
    expect(failureOf(error, "connect", "localhost:80")).toMatchObject({
      outcome: "connect-refused",
      detail: expect.stringContaining("(127.0.0.1:80)"),
    });
  }
  const only = failureOf(new AggregateError([unreachable]), "connect", "localhost:80");
  expect(only.detail).toContain("([::1]:80)");
});

test("OpenSSL's numbers are left out of the words", () => {
  const message =
    "40B7A2F0D27F0000:error:0A00010B:SSL routines:ssl3_get_record:wrong version number:../ssl_record.c:355:\n";
  const error = Object.assign(new Error(message), { code: "ERR_SSL_WRONG_VERSION_NUMBER" });
  expect(failureOf(error, "tls", "h:1").detail).toBe(
    "ERR_SSL_WRONG_VERSION_NUMBER in the TLS handshake (h:1): wrong version number",
  );
});

test("an error without a code still has an outcome and words", () => {
  expect(failureOf(new TypeError("odd"), "wait", "h:1")).toEqual({
    outcome: "reset",
    detail: "TypeError waiting for the response (h:1): odd",
  });
});

test("statuses below 400 are ok; what predicates make of them is not decided here", () => {
  expect([200, 299, 301, 399].map(outcomeOfStatus)).toEqual(["ok", "ok", "ok", "ok"]);
});
