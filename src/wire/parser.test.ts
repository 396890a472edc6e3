import { describe, expect, test } from "vitest";
import { readResponse } from "../../test/fixtures/wire/read-response.ts";
import { MALFORMED_RESPONSES } from "../../test/fixtures/wire/malformed-responses.ts";
import { OK, RESPONSES } from "../../test/fixtures/wire/responses.ts";
import { HeadMemo } from "./head-memo.ts";
import { ResponseParser } from "./parser.ts";

const ALL = [...RESPONSES, ...MALFORMED_RESPONSES];

describe("however the bytes are cut", () => {
  test.each(ALL)("$name", ({ text, options, expected }) => {
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
  for (const { name, text, options } of ALL) {
    const memo = new HeadMemo();
    const first = readResponse(text, { ...options, memo });
    expect(readResponse(text, { ...options, memo }), name).toEqual(first);
    expect(first, name).toEqual(readResponse(text, options));
    for (let cut = 1; cut < text.length; cut++) {
      const pieces = readResponse(text, { ...options, memo, cuts: [cut] });
      expect(pieces, `${name}, cut at ${cut}`).toEqual(first);
    }
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
  for (const { text } of [...ALL, ...ALL.toReversed()]) {
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
