import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { UserError } from "../../contracts/errors.ts";
import type { ResponseView } from "../../contracts/request.ts";
import { decodeUtf8, encodeUtf8 } from "../utf8.ts";
import { checkPredicate, parsePredicate } from "./parse.ts";

interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly truncated?: boolean;
}

function response({
  status = 200,
  headers = {},
  body = "",
  truncated = false,
}: Answer): ResponseView {
  const bytes = new TextEncoder().encode(body);
  return {
    status,
    header: (name) => headers[name.toLowerCase()],
    headerText: "",
    bodyBytes: bytes.length,
    body: bytes,
    truncated,
  };
}

const CAT = {
  headers: { "content-type": "application/json; charset=utf-8", "x-y": "z" },
  body: JSON.stringify({
    label: "cat",
    score: 0.75,
    ok: true,
    none: null,
    "odd key": { deep: 1 },
    items: [{ name: "cat" }, { name: "dög" }],
  }),
};

describe("expressions that hold, and that do not", () => {
  test.each([
    ["status=200", {}, undefined],
    ["status=2xx", { status: 204 }, undefined],
    ["status=2XX, 404", { status: 404 }, undefined],
    ["status==200,201", { status: 202 }, "202"],
    ["status=2xx", { status: 500 }, "500"],
    ["header:content-type~json", CAT, undefined],
    ["header:Content-Type~xml", CAT, '"application/json; charset=utf-8"'],
    ["header:x-y=z", CAT, undefined],
    ["header:x-y!=z", CAT, '"z"'],
    ["header:x-y", CAT, undefined],
    ["header:x-z", CAT, "no x-z"],
    ["header:x-z=1", CAT, "no x-z"],
    ["json:$.label", CAT, undefined],
    ["json:$.missing", CAT, "no $.missing"],
    ["json:$.none", CAT, "null"],
    ["json:$.none==null", CAT, undefined],
    ["json:$.label==cat", CAT, undefined],
    ['json:$.label=="cat"', CAT, undefined],
    ["json:$.label=='cat'", CAT, undefined],
    ["json:$.label==dog", CAT, '"cat"'],
    ["json:$.label!=dog", CAT, undefined],
    ["json:$.label~ca", CAT, undefined],
    ["json:$.score>=0.5", CAT, undefined],
    ["json:$.score > 0.75", CAT, "0.75"],
    ["json:$.score<1e3", CAT, undefined],
    ["json:$.label>=1", CAT, '"cat"'],
    ["json:$.ok==true", CAT, undefined],
    ["json:$.ok==1", CAT, "true"],
    ['json:$.items[0].name=="cat"', CAT, undefined],
    ["json:$.items[1].name==dög", CAT, undefined],
    ["json:$['items'][2]", CAT, "no $['items'][2]"],
    ['json:$["odd key"].deep==1', CAT, undefined],
    ["json:$.items.length", CAT, "no $.items.length"],
    ["json:$.constructor", CAT, "no $.constructor"],
    ["json:$", CAT, undefined],
    ["json:$.label", { body: "<html>" }, "a body that is not JSON"],
    ["json:$.a==1", { body: '\uFEFF{"a": 1}' }, undefined],
    ["json:$.label", {}, "no body"],
    [
      "json:$.label",
      { body: "{", truncated: true },
      "a body longer than the 1 bytes that are kept",
    ],
    ["size>10", CAT, undefined],
    ["size>10", { body: "short" }, "5 bytes"],
    ["size=0", {}, undefined],
    ["body~dög", CAT, undefined],
    ["body~bird", CAT, "a body without it"],
  ] as const)("%s", (expression, answer, failure) => {
    const predicate = parsePredicate(expression);
    expect(predicate.expression).toBe(expression);
    expect(predicate.failure(response(answer))).toBe(failure);
  });
});

test("each says what it needs to be kept", () => {
  const needs = ["status=200", "size>1", "header:a", "json:$.a", "body~x"].map(
    (text) => parsePredicate(text).needs,
  );
  expect(needs).toEqual(["status", "status", "headers", "body", "body"]);
});

describe("expressions that are none", () => {
  test.each([
    ["", undefined],
    ["200", "Write status=200"],
    ["$.label", "Write json:$.label"],
    ["json:label", "A path begins with $: json:$.label"],
    ["json:$.items[*].name", "no wildcards"],
    ["json:$.score>=", "A value is missing at the end."],
    ["json:$.score>=high", "Only numbers are smaller or greater."],
    ["status=20", undefined],
    ["status>200", undefined],
    ["size~10", undefined],
    ["size>many", undefined],
    ["header:=x", undefined],
    ["header:x>1", undefined],
    ["body=x", undefined],
    ["body~", undefined],
  ])("%j", (expression, hint) => {
    expect(() => parsePredicate(expression)).toThrow(UserError);
    const [problem] = checkPredicate(expression);
    expect(problem).toMatchObject({ where: "expect", received: expression });
    if (hint !== undefined) expect(problem!.hint).toContain(hint);
  });
});

test("whatever a server sends, a predicate answers and never throws", () => {
  const predicates = ["json:$.a[0].b==1", "json:$.a", "body~x", "size>3", "header:a~b"].map(
    parsePredicate,
  );
  fc.assert(
    fc.property(fc.oneof(fc.string({ unit: "binary" }), fc.json()), (body) => {
      for (const predicate of predicates) {
        expect(["string", "undefined"]).toContain(typeof predicate.failure(response({ body })));
      }
    }),
  );
});

test("a long value is cut in a message", () => {
  const body = JSON.stringify({ a: "x".repeat(1000) });
  expect(parsePredicate("json:$.a==y").failure(response({ body }))!.length).toBeLessThan(70);
});

describe("UTF-8", () => {
  const platform = new TextDecoder("utf-8", { ignoreBOM: true });

  test("any bytes decode as on the platform", () => {
    const lead = fc.constantFrom(
      0x41,
      0x80,
      0xbf,
      0xc0,
      0xc2,
      0xdf,
      0xe0,
      0xed,
      0xef,
      0xf0,
      0xf4,
      0xf5,
      0xff,
      0x9f,
      0xa0,
      0x8f,
      0x90,
    );
    const bytes = fc.oneof(
      fc.uint8Array(),
      fc.array(lead).map((values) => Uint8Array.from(values)),
    );
    fc.assert(
      fc.property(bytes, (given) => {
        expect(decodeUtf8(given)).toBe(platform.decode(given));
      }),
      { numRuns: 2000 },
    );
  });

  test("any text encodes as on the platform, and comes back", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 0xffff })), (units) => {
        const text = String.fromCharCode(...units);
        expect([...encodeUtf8(text)]).toEqual([...new TextEncoder().encode(text)]);
      }),
    );
    const long = "äö€𝄞".repeat(20_000);
    expect(decodeUtf8(encodeUtf8(long))).toBe(long);
  });
});
