import { expect, test } from "vitest";
import { buildHead } from "./head.ts";

test("writes the request line, headers in order, Content-Length and the blank line", () => {
  const head = buildHead(
    "POST",
    "/predict?x=1",
    [
      ["Host", "h:1"],
      ["X-A", "b\tc é"],
    ],
    24,
  );
  expect(head).toEqual(
    Buffer.from(
      "POST /predict?x=1 HTTP/1.1\r\nHost: h:1\r\nX-A: b\tc é\r\nContent-Length: 24\r\n\r\n",
      "latin1",
    ),
  );
  expect(buildHead("GET", "/", [], undefined).toString()).toBe("GET / HTTP/1.1\r\n\r\n");
  expect(buildHead("PUT", "*", [], 0).toString()).toContain("Content-Length: 0\r\n");
});

test("a Content-Length that agrees with the body is not written twice", () => {
  const head = buildHead("POST", "/", [["content-length", "5"]], 5).toString();
  expect(head.match(/content-length/gi)).toEqual(["content-length"]);
});

test.each([
  [
    "a line break in a value",
    [["X-Evil", "a\r\nB: c"]],
    /header X-Evil: value holds .*U\+000D.* 1/,
  ],
  ["a NUL in a value", [["X-Evil", "\0"]], /header X-Evil.*U\+0000/],
  ["a character outside Latin-1", [["X-Name", "日"]], /header X-Name.*U\+65E5/],
  ["a space in a name", [["X Evil", "a"]], /header name "X Evil" holds .*U\+0020/],
  ["a line break in a name", [["X\nEvil", "a"]], /header name "X\\nEvil"/],
  ["an empty name", [["", "a"]], /header name "" is empty/],
  ["a wrong Content-Length", [["Content-Length", "6"]], /header Content-Length: says 6.* 5 bytes/],
  [
    "Content-Length twice",
    [
      ["Content-Length", "5"],
      ["Content-length", "5"],
    ],
    /given twice/,
  ],
  ["Transfer-Encoding with a body", [["Transfer-Encoding", "chunked"]], /header Transfer-Encoding/],
] as [string, [string, string][], RegExp][])(
  "rejects %s and names the header",
  (_, headers, why) => {
    expect(() => buildHead("POST", "/", headers, 5)).toThrow(TypeError);
    expect(() => buildHead("POST", "/", headers, 5)).toThrow(why);
  },
);

test("never repeats the value of a header, which may be a secret", () => {
  const build = (): Buffer => buildHead("GET", "/", [["Authorization", "s3cret\n"]], undefined);
  expect(build).toThrow(/Authorization/);
  expect(build).not.toThrow(/s3cret/);
});

test.each(["", "/a b", "/a\r\nb", "/é", "/\x7f"])("rejects the request target %j", (target) => {
  expect(() => buildHead("GET", target, [], undefined)).toThrow(TypeError);
});

test.each(["", "GE T", "GET\r\n", "Gét"])("rejects the method %j", (method) => {
  expect(() => buildHead(method, "/", [], undefined)).toThrow(/^method/);
});
