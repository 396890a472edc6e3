import fc from "fast-check";
import { expect, test } from "vitest";
import { readByNode, type OracleReading } from "../../test/fixtures/wire/llhttp.ts";
import { readResponse, type Reading } from "../../test/fixtures/wire/read-response.ts";
import { HeadMemo } from "./head-memo.ts";

/** Cases a property; the same ones each time, so that a failure is nobody's bad luck. */
const RUNS = 4000;
const SEED = 1;

/** Where we differ from llhttp on purpose, and why. */
const DELIBERATE: readonly {
  why: string;
  holds: (ours: Reading, node: OracleReading, text: string, noBody: boolean) => boolean;
}[] = [
  {
    why: "only HTTP/1.0 and 1.1 can be answers to our requests; llhttp also takes 0.9, 2.0, RTSP and ICE",
    holds: (ours, node) => /begin with|version/.test(ours.failure) && node.error === "",
  },
  {
    why: "a status has three digits from 100 on (RFC 9110 §15)",
    holds: (ours, node) => ours.failure.includes("its status") && node.status < 100,
  },
  {
    why: "nothing asked for an upgrade, so 101 is an error",
    holds: (ours, node) => ours.failure.includes("101") && node.status === 101,
  },
  {
    why: "chunk extensions mean nothing to us: anything printable goes, with the blanks RFC 9112 §7.1.1 allows",
    holds: (ours, node) => ours.ending !== "malformed" && /chunk (ext|size)/.test(node.error),
  },
  {
    why: "tabs are white space too around lengths, codings and options (RFC 9110 §5.6.3)",
    holds: (_, __, text) => /^(content-length|transfer-encoding|connection):[^\r]*\t/im.test(text),
  },
  {
    why: "a bare CR does not belong in a status line (RFC 9112 §2.2)",
    holds: (ours, node) =>
      ours.failure.includes("inside the status line") && node.ending !== "malformed",
  },
  {
    why: "every 1xx is interim and has no body (RFC 9110 §15.2); llhttp knows only some of them",
    holds: (_, __, text) => /HTTP\/1\.[01] 1(?!0[0-3])\d\d/.test(text),
  },
  {
    why: "framing and connection headers in trailers are ignored (RFC 9110 §6.5.1)",
    holds: (_, __, text) =>
      /\r\n0+(;[^\r]*)?\r\n(.*\r\n)*(content-length|transfer-encoding|connection):/i.test(text),
  },
  {
    why: "a header is judged when its line is whole; llhttp judges lengths and codings byte by byte",
    holds: (ours, node, text) =>
      (ours.ending === "cut" && /Content-Length/.test(node.error) && !text.endsWith("\n")) ||
      (node.ending === "cut" && ours.failure.includes("empty") && text.endsWith("\r\n")),
  },
  {
    why: "an interim response never ends the connection (RFC 9110 §15.2)",
    holds: (_, node, text) =>
      node.error.includes("HPE_CLOSED_CONNECTION") && /HTTP\/1\.[01] 1\d\d/.test(text),
  },
  {
    why: "numbers above 2^53 are refused, as they cannot be counted exactly",
    holds: (ours) => ours.failure.includes("2^53"),
  },
  {
    why: "close wins over keep-alive in HTTP/1.0 too",
    holds: (ours, node, text) =>
      /^[\r\n]*HTTP\/1\.0/.test(text) && /close/i.test(text) && !ours.keepAlive && node.keepAlive,
  },
  {
    why: "the answer to HEAD ends with its head, so it needs no close to end it",
    holds: (ours, node, _, noBody) => noBody && ours.keepAlive && node.ending === "complete",
  },
];

const nonEmptyLine = fc.string({
  minLength: 0,
  maxLength: 12,
  unit: fc.constantFrom(...'abc XYZ-09\t\xe9,;="'),
});
const name = fc.constantFrom(
  "X-A",
  "Server",
  "Date",
  "x!#$%&'*+-.^_`|~9",
  "Content-Type",
  "Keep-Alive",
  "contentlength",
  "Connectiom",
);
const field = fc
  .tuple(name, fc.constantFrom(":", ": ", ":\t "), nonEmptyLine)
  .map(([n, colon, v]) => `${n}${colon}${v}\r\n`);
const connection = fc.constantFrom(
  "",
  "Connection: close\r\n",
  "connection: Keep-Alive\r\n",
  "CONNECTION: a, close ,b\r\n",
  "Connection: upgrade\r\n",
  "Connection:\r\n",
);
const bytes = fc.string({ maxLength: 60, unit: fc.constantFrom(..."ab\r\n0\0\xff;:") });
const chunk = fc
  .tuple(
    fc.string({ minLength: 1, maxLength: 40, unit: fc.constantFrom(..."ab\r\n0\xff") }),
    fc.constantFrom("", ";a", ";a=b", ';a="b;c"', ";a=b;c"),
    fc.boolean(),
  )
  .map(([data, extension, upper]) => {
    const size = data.length.toString(16);
    return `${upper ? `0${size.toUpperCase()}` : size}${extension}\r\n${data}\r\n`;
  });

/** A body as framed, with the header lines that frame it. */
const framed = fc.oneof(
  bytes.map((body) => ({ lines: `Content-Length: ${body.length}\r\n`, body })),
  bytes.map((body) => ({ lines: "", body })),
  bytes.map((body) => ({ lines: "Transfer-Encoding: gzip\r\n", body })),
  fc
    .tuple(
      fc.array(chunk, { maxLength: 5 }),
      fc.array(field, { maxLength: 2 }),
      fc.constantFrom("chunked", "CHUNKED", "gzip, chunked", "gzip,chunked", "chunked, chunked"),
    )
    .map(([chunks, trailers, coding]) => ({
      lines: `Transfer-Encoding: ${coding}\r\n`,
      body: `${chunks.join("")}0\r\n${trailers.join("")}\r\n`,
    })),
);

const interim = fc.constantFrom(
  "HTTP/1.1 100 Continue\r\n\r\n",
  "HTTP/1.1 103 Early\r\nLink: </a>\r\n\r\n",
  "HTTP/1.1 102 Processing\r\nContent-Length: 5\r\n\r\n",
);
const status = fc.constantFrom(
  200,
  200,
  200,
  201,
  204,
  205,
  206,
  301,
  304,
  400,
  404,
  413,
  429,
  500,
  503,
  599,
  799,
);
const response = fc
  .record({
    interims: fc.array(interim, { maxLength: 2 }),
    version: fc.constantFrom("1.1", "1.1", "1.0"),
    status,
    reason: fc.constantFrom(" OK", " Not \xe9 Good", " ", ""),
    before: fc.array(field, { maxLength: 4 }),
    connection,
    framed,
    after: fc.array(field, { maxLength: 2 }),
    excess: fc.constantFrom("", "", "", "HTTP/1.1 200 OK\r\n\r\n", "\0"),
  })
  .map((r) =>
    [
      ...r.interims,
      `HTTP/${r.version} ${r.status}${r.reason}\r\n`,
      ...r.before,
      r.connection,
      r.framed.lines,
      ...r.after,
      "\r\n",
      r.framed.body,
      r.excess,
    ].join(""),
  );

/** A response with a few bytes replaced, removed, doubled or put in. */
const mutated = fc
  .tuple(
    response,
    fc.array(
      fc.tuple(
        fc.nat(),
        fc.constantFrom("replace", "remove", "insert", "double", "cut"),
        fc.constantFrom(..."\r\n\0 \t:;,0159afAFx-\x7f\x01\xffHTP/."),
      ),
      { minLength: 1, maxLength: 3 },
    ),
  )
  .map(([text, edits]) => edits.reduce(edit, text));

function edit(text: string, [at, kind, char]: [number, string, string]): string {
  const i = at % (text.length + 1);
  if (kind === "cut") return text.slice(0, i);
  const skip = kind === "replace" || kind === "remove" ? 1 : 0;
  const put = kind === "remove" ? "" : kind === "double" ? text.slice(i, i + 6) : char;
  return text.slice(0, i) + put + text.slice(i + skip);
}

const memo = new HeadMemo();

function compare(text: string, noBody: boolean, cuts: number[]): string | undefined {
  const ours = readResponse(text, { noBody });
  const places = [...new Set(cuts.map((cut) => cut % (text.length + 1)))].toSorted((a, b) => a - b);
  expect(readResponse(text, { noBody, cuts: places }), "in pieces").toEqual(ours);
  expect(readResponse(text, { noBody, memo }), "with a memo").toEqual(ours);
  const node = readByNode(text, noBody);
  const same =
    ours.ending === node.ending &&
    (ours.ending !== "complete" ||
      (ours.status === node.status &&
        ours.body === node.body &&
        ours.keepAlive === node.keepAlive));
  if (same) return undefined;
  const reason = DELIBERATE.find(({ holds }) => holds(ours, node, text, noBody));
  expect(reason, JSON.stringify({ text, ours, node }, undefined, 1)).toBeDefined();
  return reason!.why;
}

const cuts = fc.array(fc.nat(), { maxLength: 6 });

test("reads valid responses as Node's parser does, except where it differs on purpose", () => {
  fc.assert(
    fc.property(response, fc.boolean(), cuts, (text, noBody, places) => {
      compare(text, noBody, places);
    }),
    { numRuns: RUNS, seed: SEED },
  );
});

test("refuses what Node's parser refuses, except where it differs on purpose", () => {
  const differences = new Map<string, number>();
  let refused = 0;
  fc.assert(
    fc.property(mutated, fc.boolean(), cuts, (text, noBody, places) => {
      const why = compare(text, noBody, places);
      if (why !== undefined) differences.set(why, (differences.get(why) ?? 0) + 1);
      if (readByNode(text, noBody).ending === "malformed") refused++;
    }),
    { numRuns: RUNS, seed: SEED },
  );
  const different = [...differences.values()].reduce((sum, n) => sum + n, 0);
  expect(refused).toBeGreaterThan(RUNS / 10);
  expect(different, "deliberate differences are rare").toBeLessThan(RUNS / 10);
});
