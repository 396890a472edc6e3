import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { UserError } from "../contracts/errors.ts";
import { type Mark, NONCE_LENGTH, type Payload } from "../contracts/payload.ts";
import type { EncodedRequest } from "../contracts/request.ts";
import { CODEC, fill, marked, payload, withNonces } from "../../test/fixtures/payloads.ts";
import { checkProtocol, createProtocol } from "./registry.ts";

describe("json-template", () => {
  const encode = (template: string, given: Payload): EncodedRequest => {
    return createProtocol("json-template", { template }).encode(given, CODEC);
  };
  const jsonOf = (template: string, given: Payload): any =>
    JSON.parse(fill(encode(template, given)).toString());

  test("fills placeholders inside and outside strings", () => {
    const given = payload(CODEC.utf8('say "hi"\n'), {
      fileName: 'a"b.txt',
      traits: { width: 640, format: "jpeg" },
    });
    const template = `{
      "b": "data:{{media_type}};base64,{{base64}}", "t": {{text}}, "s": "<{{ text }}>", "w": {{width}},
      "ws": "{{width}}px", "f": {{format}}, "n": "{{file_name}}", "escaped": "\\\\", "braces": "{{}} {x}"
    }`;
    expect(jsonOf(template, given)).toEqual({
      b: `data:image/jpeg;base64,${Buffer.from(given.bytes).toString("base64")}`,
      t: 'say "hi"\n',
      s: '<say "hi"\n>',
      w: 640,
      ws: "640px",
      f: "jpeg",
      n: 'a"b.txt',
      escaped: "\\",
      braces: "{{}} {x}",
    });
  });

  test("nonce, uuid and sequence are marks where the template asks for them", () => {
    const request = encode(
      '{"a": {{nonce}}, "b": "{{uuid}}", "c": "{{sequence}}"}',
      payload(new Uint8Array(0)),
    );
    const text = Buffer.from(request.body!).toString();
    expect(request.marks.map(({ kind }) => kind)).toEqual(["nonce", "uuid", "sequence"]);
    for (const { offset, length } of request.marks) {
      expect(text.slice(offset - 1, offset)).toBe('"');
      expect(text.slice(offset + length, offset + length + 1)).toBe('"');
      expect(text.slice(offset, offset + length)).toMatch(/^[0-9a-f-]+$/);
    }
    expect(encode('{"a": 1}', payload(new Uint8Array(3))).marks).toEqual([]);
  });

  test("base64 of any payload comes back, with its nonces", () => {
    fc.assert(
      fc.property(marked, (given) => {
        const request = encode('{"x": {"y": "{{base64}}"}}', given);
        if (request.marks.length < given.marks.length) return;
        const found = Buffer.from(JSON.parse(fill(request).toString()).x.y, "base64");
        expect(found.equals(withNonces(given))).toBe(true);
      }),
    );
  });

  test("any text comes back, with its nonces", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (before, after) => {
        const start = CODEC.utf8(before);
        const bytes = new Uint8Array(
          Buffer.concat([start, new Uint8Array(NONCE_LENGTH).fill(0x30), CODEC.utf8(after)]),
        );
        const marks: Mark[] = [{ kind: "nonce", offset: start.length, length: NONCE_LENGTH }];
        const given = payload(bytes, { marks });
        expect(jsonOf('{"x": {{text}}}', given).x).toBe(withNonces(given).toString());
      }),
    );
  });

  test.each([
    ['{"a": {{sequence}}}', "{{sequence}} in quotes"],
    ['{"a": {{base64}}', "JSON"],
    ["{{base64}} {{text}}", "JSON"],
    [undefined, "a template, such as"],
  ])("%s is refused", (template, expected) => {
    const options: Record<string, string> = template === undefined ? {} : { template };
    const [problem] = checkProtocol("json-template", options, true);
    expect(problem).toMatchObject({ where: "template" });
    expect(problem!.expected).toContain(expected);
  });

  test("a placeholder that the input cannot fill is a mistake with the list of those it can", () => {
    const given = payload(new Uint8Array(1), { traits: { width: 3 } });
    expect(() => encode('{"a": "{{bse64}}"}', given)).toThrow(UserError);
    expect(() => encode('{"a": "{{bse64}}"}', given)).toThrow(
      /\{\{bse64\}\}.*\{\{base64\}\}.*\{\{width\}\}/,
    );
  });
});
