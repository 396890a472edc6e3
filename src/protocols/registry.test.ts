import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { CODEC, fill, marked, payload, withNonces } from "../../test/fixtures/payloads.ts";
import { checkProtocol, createProtocol, PROTOCOLS } from "./registry.ts";

describe("raw", () => {
  test("sends the payload as it is, with its media type and marks", () => {
    const raw = createProtocol("raw", {});
    fc.assert(
      fc.property(marked, (given) => {
        const request = raw.encode(given, CODEC);
        expect(request.headers).toEqual([["Content-Type", "image/jpeg"]]);
        expect(fill(request).equals(withNonces(given))).toBe(true);
      }),
    );
  });

  test("sends no body where there is no input, and an empty one where the input is empty", () => {
    const raw = createProtocol("raw", {});
    expect(raw.encode(payload(new Uint8Array(0), { mediaType: "" }), CODEC)).toEqual({
      headers: [],
      body: undefined,
      marks: [],
    });
    expect(raw.encode(payload(new Uint8Array(0)), CODEC).body).toEqual(new Uint8Array(0));
  });
});

describe("the registry", () => {
  test("knows every protocol by its name, with a line for the help", () => {
    expect(PROTOCOLS.map(({ name }) => name)).toEqual([
      "raw",
      "multipart",
      "json-b64",
      "json-template",
    ]);
    for (const definition of PROTOCOLS) {
      const needed = definition.name === "json-template";
      const protocol = createProtocol(definition.name, needed ? { template: "{}" } : {});
      expect([protocol.name, protocol.summary]).toEqual([definition.name, definition.summary]);
    }
  });

  test.each([
    ["nope", {}, "name", "one of raw, multipart, json-b64, json-template"],
    ["openai", {}, "name", "one of raw"],
    ["raw", { field: "x" }, "field", "nothing here"],
    ["json-b64", { "form:a": "x" }, "form:a", "nothing here"],
  ])("%s %j is a mistake", (name, options: Record<string, string>, where, expected) => {
    const [problem] = checkProtocol(name, options, true);
    expect(problem).toMatchObject({ where });
    expect(problem!.expected).toContain(expected);
  });

  test("an option of another protocol is told where it belongs", () => {
    expect(checkProtocol("raw", { field: "x" }, true)[0]!.hint).toBe(
      "It belongs to --protocol multipart or json-b64.",
    );
  });

  test.each([
    ["raw", {}, true],
    ["json-b64", {}, false],
    ["multipart", {}, false],
    ["multipart", { "form:a": "1" }, true],
    ["json-template", { template: '{"a": "{{base64}}"}' }, false],
    ["json-template", { template: '{"a": "{{nonce}}"}' }, true],
  ])("%s %j without an input: fine is %s", (name, options: Record<string, string>, fine) => {
    expect(checkProtocol(name, options, false).length === 0).toBe(fine);
  });
});
