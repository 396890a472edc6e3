import { describe, expect, test } from "vitest";
import {
  readResponse,
  type ReadOptions,
  type Reading,
} from "../../test/fixtures/wire/read-response.ts";
import { HeadMemo } from "./head-memo.ts";
import { ResponseParser } from "./parser.ts";

const OK = "HTTP/1.1 200 OK\r\n";
const CHUNKED = `${OK}Transfer-Encoding: chunked\r\n\r\n`;

interface Case {
  name: string;
  text: string;
  options?: ReadOptions;
  expected: Partial<Reading>;
}

const complete = (body: string, rest: Partial<Reading> = {}): Partial<Reading> => ({
  ending: "complete",
  body,
  bodyBytes: body.length,
  status: 200,
  keepAlive: true,
  ...rest,
});
const malformed = (failure: string): Partial<Reading> => ({
  ending: "malformed",
  failure: expect.stringContaining(failure) as unknown as string,
});

const CASES: readonly Case[] = [
  {
    name: "Content-Length",
    text: `${OK}content-TYPE:  text/plain \r\nContent-Length: 5\r\n\r\nhello`,
    expected: complete("hello", {
      contentType: "text/plain",
      headerText: "HTTP/1.1 200 OK\r\ncontent-TYPE:  text/plain \r\nContent-Length: 5",
    }),
  },
  { name: "no body", text: `${OK}Content-Length: 0\r\n\r\n`, expected: complete("") },
  {
    name: "no reason phrase",
    text: "HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n",
    expected: complete(""),
  },
  {
    name: "reason in Latin-1",
    text: "HTTP/1.1 200 d\xe9j\xe0 vu\r\nContent-Length: 0\r\n\r\n",
    expected: complete(""),
  },
  {
    name: "empty lines before",
    text: `\r\n\r\n${OK}Content-Length: 1\r\n\r\nx`,
    expected: complete("x", { headerText: "HTTP/1.1 200 OK\r\nContent-Length: 1" }),
  },
  {
    name: "tabs around a length",
    text: `${OK}Content-Length:\t5 \t\r\n\r\nhello`,
    expected: complete("hello"),
  },
  {
    name: "closed by the peer at the end",
    text: `${OK}A: b\r\n\r\nall of it`,
    expected: complete("all of it", { keepAlive: false }),
  },
  {
    name: "closed by the peer, empty",
    text: `${OK}\r\n`,
    expected: complete("", { keepAlive: false }),
  },
  {
    name: "chunks",
    text: `${CHUNKED}5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n`,
    expected: complete("hello world"),
  },
  {
    name: "one chunk",
    text: `${CHUNKED}00A\r\n0123456789\r\n000\r\n\r\n`,
    expected: complete("0123456789"),
  },
  {
    name: "chunk extensions",
    text: `${CHUNKED}5;a=b;c="d;e"\r\nhello\r\n0;last\r\n\r\n`,
    expected: complete("hello"),
  },
  {
    name: "blanks after a chunk size",
    text: `${CHUNKED}5 \t ;a\r\nhello\r\n0  \r\n\r\n`,
    expected: complete("hello"),
  },
  {
    name: "trailers",
    text: `${CHUNKED}2\r\nhi\r\n0\r\nX-Sum: 1\r\nConnection: close\r\n\r\n`,
    expected: complete("hi"),
  },
  {
    name: "gzip, then chunked",
    text: `${OK}Transfer-Encoding: gzip,\tCHUNKED \r\n\r\n2\r\nhi\r\n0\r\n\r\n`,
    expected: complete("hi"),
  },
  {
    name: "chunked, then gzip, ends at the close",
    text: `${OK}Transfer-Encoding: chunked, gzip\r\n\r\n2\r\nhi`,
    expected: complete("2\r\nhi", { keepAlive: false }),
  },
  {
    name: "100 Continue first",
    text: `HTTP/1.1 100 Continue\r\n\r\n${OK}Content-Length: 2\r\n\r\nhi`,
    expected: complete("hi"),
  },
  {
    name: "two 103 Early Hints first",
    text: `HTTP/1.1 103 E\r\nLink: a\r\nConnection: close\r\n\r\nHTTP/1.1 103 E\r\n\r\n${OK}Content-Length: 2\r\n\r\nhi`,
    expected: complete("hi", { headerText: "HTTP/1.1 200 OK\r\nContent-Length: 2" }),
  },
  {
    name: "204 with a length",
    text: "HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n",
    expected: complete("", { status: 204 }),
  },
  {
    name: "304 with a length",
    text: "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n",
    expected: complete("", { status: 304 }),
  },
  {
    name: "HEAD",
    text: `${OK}Content-Length: 5\r\n\r\n`,
    options: { noBody: true },
    expected: complete(""),
  },
  { name: "HEAD, chunked", text: CHUNKED, options: { noBody: true }, expected: complete("") },
  {
    name: "Connection: close among options",
    text: `${OK}Connection: x-y , Close\r\nContent-Length: 1\r\n\r\nx`,
    expected: complete("x", { keepAlive: false }),
  },
  {
    name: "Connection: closed is not close",
    text: `${OK}Connection: closed\r\nContent-Length: 1\r\n\r\nx`,
    expected: complete("x"),
  },
  {
    name: "HTTP/1.0",
    text: "HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\nx",
    expected: complete("x", { keepAlive: false }),
  },
  {
    name: "HTTP/1.0 kept alive",
    text: "HTTP/1.0 200 OK\r\nConnection: Keep-Alive\r\nContent-Length: 1\r\n\r\nx",
    expected: complete("x"),
  },
  {
    name: "HTTP/1.0 chunked",
    text: "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n",
    expected: complete("x", { keepAlive: false }),
  },
  {
    name: "bytes after the response",
    text: `${OK}Content-Length: 2\r\n\r\nhiMORE`,
    expected: complete("hi", { consumed: 40 }),
  },
  {
    name: "a second response",
    text: `${OK}Content-Length: 2\r\n\r\nhi${OK}\r\n`,
    expected: complete("hi", { consumed: 40 }),
  },
  {
    name: "a body longer than kept",
    text: `${OK}Content-Length: 5\r\n\r\nhello`,
    options: { captureBytes: 3 },
    expected: { body: "hel", bodyBytes: 5, truncated: true },
  },
  {
    name: "chunks longer than kept",
    text: `${CHUNKED}3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n`,
    options: { captureBytes: 4 },
    expected: { body: "hell", bodyBytes: 5, truncated: true },
  },
  {
    name: "nothing kept",
    text: `${OK}Content-Length: 5\r\n\r\nhello`,
    options: { captureBytes: 0, captureHeaders: false },
    expected: { body: "", bodyBytes: 5, truncated: true, headerText: "", contentType: undefined },
  },

  { name: "closed before a byte", text: "", expected: { ending: "cut" } },
  { name: "closed inside the head", text: `${OK}Content-Length: 5`, expected: { ending: "cut" } },
  {
    name: "closed inside the body",
    text: `${OK}Content-Length: 5\r\n\r\nhell`,
    expected: { ending: "cut" },
  },
  {
    name: "closed before the last chunk",
    text: `${CHUNKED}5\r\nhello\r\n`,
    expected: { ending: "cut" },
  },
  {
    name: "closed inside the trailers",
    text: `${CHUNKED}0\r\nA: b\r\n`,
    expected: { ending: "cut" },
  },
  {
    name: "closed after an interim response",
    text: "HTTP/1.1 100 Continue\r\n\r\n",
    expected: { ending: "cut" },
  },

  {
    name: "no HTTP at all",
    text: "SSH-2.0-OpenSSH_9.2\r\n",
    expected: malformed("does not begin with HTTP/1"),
  },
  {
    name: "HTTP/2",
    text: "HTTP/2.0 200 OK\r\n\r\n",
    expected: malformed("does not begin with HTTP/1"),
  },
  { name: "HTTP/1.2", text: "HTTP/1.2 200 OK\r\n\r\n", expected: malformed("version") },
  { name: "a status of two digits", text: "HTTP/1.1 20 OK\r\n\r\n", expected: malformed("status") },
  {
    name: "a status of four digits",
    text: "HTTP/1.1 2000 OK\r\n\r\n",
    expected: malformed("status"),
  },
  { name: "a status below 100", text: "HTTP/1.1 099 OK\r\n\r\n", expected: malformed("status") },
  {
    name: "two spaces before the status",
    text: "HTTP/1.1  200 OK\r\n\r\n",
    expected: malformed("status"),
  },
  {
    name: "101 unasked",
    text: "HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n",
    expected: malformed("101"),
  },
  {
    name: "a status line ended by LF",
    text: "HTTP/1.1 200 OK\n\r\n",
    expected: malformed("carriage return"),
  },
  {
    name: "a CR in the reason",
    text: "HTTP/1.1 200 O\rK\r\n\r\n",
    expected: malformed("carriage return"),
  },
  { name: "a header line ended by LF", text: `${OK}A: b\n\r\n`, expected: malformed("header A") },
  { name: "a CR in a value", text: `${OK}A: b\rc\r\n\r\n`, expected: malformed("header A") },
  { name: "a NUL in a value", text: `${OK}A: b\0\r\n\r\n`, expected: malformed("header A") },
  { name: "a folded line", text: `${OK}A: b\r\n c\r\n\r\n`, expected: malformed("folded") },
  {
    name: "a space before the colon",
    text: `${OK}A : b\r\n\r\n`,
    expected: malformed("valid name and colon"),
  },
  { name: "no colon", text: `${OK}nonsense\r\n\r\n`, expected: malformed("valid name and colon") },
  { name: "an empty name", text: `${OK}: b\r\n\r\n`, expected: malformed("valid name and colon") },
  { name: "a blank line ended wrongly", text: `${OK}\rA\n`, expected: malformed("line feed") },
  {
    name: "two equal lengths",
    text: `${OK}Content-Length: 2\r\nContent-Length: 2\r\n\r\nhi`,
    expected: malformed("Content-Length is given twice"),
  },
  {
    name: "two lengths that differ",
    text: `${OK}Content-Length: 2\r\nA: b\r\nContent-Length: 3\r\n\r\nhi`,
    expected: malformed("Content-Length is given twice"),
  },
  {
    name: "a list of lengths",
    text: `${OK}Content-Length: 2, 2\r\n\r\nhi`,
    expected: malformed("not a number"),
  },
  {
    name: "a negative length",
    text: `${OK}Content-Length: -2\r\n\r\nhi`,
    expected: malformed("not a number"),
  },
  {
    name: "an empty length",
    text: `${OK}Content-Length: \r\n\r\nhi`,
    expected: malformed("empty"),
  },
  {
    name: "a length beyond 2^53",
    text: `${OK}Content-Length: 9007199254740993\r\n\r\nhi`,
    expected: malformed("2^53"),
  },
  {
    name: "length, then transfer coding",
    text: `${OK}Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n`,
    expected: malformed("both"),
  },
  {
    name: "transfer coding, then length",
    text: `${OK}Transfer-Encoding: gzip\r\nContent-Length: 2\r\n\r\n`,
    expected: malformed("both"),
  },
  {
    name: "a chunk size that is no number",
    text: `${CHUNKED}x\r\n`,
    expected: malformed("chunk size"),
  },
  { name: "no chunk size", text: `${CHUNKED}\r\n`, expected: malformed("chunk size") },
  {
    name: "an extension without a size",
    text: `${CHUNKED};a\r\n`,
    expected: malformed("chunk size"),
  },
  { name: "two chunk sizes", text: `${CHUNKED}5 5\r\n`, expected: malformed("chunk size") },
  { name: "a negative chunk size", text: `${CHUNKED}-5\r\n`, expected: malformed("chunk size") },
  {
    name: "a chunk size beyond 2^53",
    text: `${CHUNKED}FFFFFFFFFFFFFFFF\r\n`,
    expected: malformed("2^53"),
  },
  {
    name: "a chunk size ended by LF",
    text: `${CHUNKED}5\nhello\r\n`,
    expected: malformed("chunk size"),
  },
  {
    name: "CR without LF after a chunk size",
    text: `${CHUNKED}5\rhello`,
    expected: malformed("CR LF"),
  },
  {
    name: "a control character in an extension",
    text: `${CHUNKED}5;\x01\r\n`,
    expected: malformed("extension"),
  },
  {
    name: "a chunk longer than its size",
    text: `${CHUNKED}5\r\nhello!\r\n`,
    expected: malformed("longer than its size"),
  },
  {
    name: "a chunk that ends in CR CR",
    text: `${CHUNKED}5\r\nhello\r\r`,
    expected: malformed("CR LF"),
  },
  { name: "a bad trailer", text: `${CHUNKED}0\r\nA b\r\n\r\n`, expected: malformed("last chunk") },
  {
    name: "a head above the limit",
    text: `${OK}A: ${"x".repeat(40)}\r\n\r\n`,
    options: { limit: 60 },
    expected: malformed("more than 60 bytes"),
  },
  {
    name: "a line above the limit without end",
    text: `${OK}A: ${"x".repeat(80)}`,
    options: { limit: 60 },
    expected: malformed("more than 60 bytes"),
  },
  {
    name: "trailers above the limit",
    text: `${CHUNKED}0\r\nA: ${"x".repeat(60)}\r\n\r\n`,
    options: { limit: 60 },
    expected: malformed("more than 60 bytes"),
  },
  {
    name: "extensions above the limit",
    text: `${CHUNKED}1;${"x".repeat(60)}\r\n`,
    options: { limit: 60 },
    expected: malformed("more than 60 bytes"),
  },
  {
    name: "a head of exactly the limit",
    text: `${OK}Content-Length: 0\r\nA: ${"x".repeat(17)}\r\n\r\n`,
    options: { limit: 60 },
    expected: complete(""),
  },
];

describe("however the bytes are cut", () => {
  test.each(CASES)("$name", ({ text, options, expected }) => {
    const whole = readResponse(text, options);
    expect(whole).toMatchObject(expected);
    for (let cut = 1; cut < text.length; cut++) {
      expect(readResponse(text, { ...options, cuts: [cut] }), `cut at ${cut}`).toEqual(whole);
    }
    const everywhere = Array.from({ length: Math.max(0, text.length - 1) }, (_, i) => i + 1);
    expect(readResponse(text, { ...options, cuts: everywhere }), "cut everywhere").toEqual(whole);
  });
});

test("a remembered head gives the same reading as one read line by line", () => {
  for (const { name, text, options } of CASES) {
    const memo = new HeadMemo();
    const first = readResponse(text, { ...options, memo });
    expect(readResponse(text, { ...options, memo }), name).toEqual(first);
    expect(first, name).toEqual(readResponse(text, options));
  }
});

test("a remembered head does not pass for one that differs in a single byte", () => {
  const text = `${OK}Content-Length: 24\r\nContent-Type: a/b\r\n\r\n${"x".repeat(24)}`;
  for (let at = 0; at < text.length - 24; at++) {
    const other =
      text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ 1) + text.slice(at + 1);
    const memo = new HeadMemo();
    readResponse(text, { memo });
    expect(readResponse(other, { memo }), `byte ${at}`).toEqual(readResponse(other));
  }
});

test("one parser reads responses of every kind in turn, with nothing left over from the one before", () => {
  const parser = new ResponseParser();
  for (const { text } of [...CASES, ...CASES.toReversed()]) {
    const bytes = Buffer.from(text, "latin1");
    parser.begin(false, 100, false);
    parser.execute(bytes, 0, bytes.length);
    parser.end();
    const alone = new ResponseParser();
    alone.begin(false, 100, false);
    alone.execute(bytes, 0, bytes.length);
    alone.end();
    const state = (p: ResponseParser): unknown[] => [
      p.done,
      p.failure,
      p.status,
      p.bodyBytes,
      p.keepAlive,
    ];
    expect(state(parser), text).toEqual(state(alone));
  }
});

test("tells how far a response has come", () => {
  const parser = new ResponseParser();
  const stops: string[] = [];
  parser.begin(false, 0, false);
  stops.push(parser.progress());
  for (const piece of ["HTTP/1.1 200", " OK\r\nContent-Length: 9\r\n\r\n", "1234"]) {
    parser.execute(Buffer.from(piece), 0, piece.length);
    stops.push(parser.progress());
  }
  expect(stops).toEqual([
    "before a byte of response",
    "inside the response head",
    "after 0 of 9 body bytes",
    "after 4 of 9 body bytes",
  ]);
});
