import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { UserError } from "../contracts/errors.ts";
import { type Mark, NONCE_LENGTH, type Payload } from "../contracts/payload.ts";
import type { Codec } from "../contracts/ports.ts";
import type { EncodedRequest } from "../contracts/request.ts";
import { checkProtocol, createProtocol, PROTOCOLS } from "./registry.ts";

const CODEC: Codec = {
  utf8: (text) => new TextEncoder().encode(text),
  text: (bytes) => new TextDecoder().decode(bytes),
  base64: (bytes) => new Uint8Array(Buffer.from(Buffer.from(bytes).toString("base64"), "latin1")),
};
const NONCE = "0123456789abcdef01234567";

function payload(bytes: Uint8Array, overrides: Partial<Payload> = {}): Payload {
  return {
    index: 0,
    bytes,
    mediaType: "image/jpeg",
    fileName: "a.jpg",
    dimension: undefined,
    traits: {},
    marks: [],
    ...overrides,
  };
}

const contents = fc.uint8Array({ maxLength: 300 });

/** Random bytes with places for nonces in them. */
const marked = fc
  .array(fc.tuple(contents, fc.boolean()), { minLength: 1, maxLength: 5 })
  .map((stretches) => {
    const chunks: Uint8Array[] = [];
    const marks: Mark[] = [];
    let at = 0;
    for (const [bytes, hasMark] of stretches) {
      chunks.push(bytes);
      at += bytes.length;
      if (!hasMark) continue;
      marks.push({ kind: "nonce", offset: at, length: NONCE_LENGTH });
      chunks.push(new Uint8Array(NONCE_LENGTH).fill(0x30));
      at += NONCE_LENGTH;
    }
    return payload(new Uint8Array(Buffer.concat(chunks)), { marks });
  });

/** Does what a sender does: writes the nonce into every mark. */
function fill({ body, marks }: EncodedRequest): Buffer {
  const sent = Buffer.from(body ?? []);
  let end = 0;
  for (const { offset, length, base64 } of marks) {
    expect(offset).toBeGreaterThanOrEqual(end);
    end = offset + length;
    if (base64 === undefined) {
      sent.write(NONCE, offset, "latin1");
    } else {
      const raw = Buffer.from(base64.raw);
      expect(raw.length % 3 === 0 || end >= sent.lastIndexOf('"')).toBe(true);
      raw.write(NONCE, base64.offset, "latin1");
      expect(sent.write(raw.toString("base64"), offset, "latin1")).toBe(length);
    }
  }
  return sent;
}

function withNonces({ bytes, marks }: Payload): Buffer {
  const filled = Buffer.from(bytes);
  for (const { offset } of marks) filled.write(NONCE, offset, "latin1");
  return filled;
}

async function formOf(request: EncodedRequest, body: Buffer): Promise<FormData> {
  return new Response(body, {
    headers: request.headers.map(([name, value]) => [name, value]),
  }).formData();
}

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

describe("multipart", () => {
  const options = { field: 'the "image"\r\n', "form:top": "5", "form:näme": "a\r\nb" };

  test("a form parser gives back the payload, its name and type, and the fixed parts", async () => {
    const multipart = createProtocol("multipart", options);
    await fc.assert(
      fc.asyncProperty(marked, async (given) => {
        const request = multipart.encode(given, CODEC);
        const form = await formOf(request, fill(request));
        const file = form.get('the "image"\r\n') as File;
        expect(file.name).toBe("a.jpg");
        expect(file.type).toBe("image/jpeg");
        expect(withNonces(given).equals(Buffer.from(await file.arrayBuffer()))).toBe(true);
        expect([form.get("top"), form.get("näme")]).toEqual(["5", "a\r\nb"]);
      }),
      { numRuns: 50 },
    );
  });

  test("the boundary never occurs in the contents, and is the same where it need not differ", () => {
    const multipart = createProtocol("multipart", {});
    const boundaryOf = (bytes: Uint8Array): string => {
      return multipart.encode(payload(bytes), CODEC).headers[0]![1].split("boundary=")[1]!;
    };
    const usual = boundaryOf(new Uint8Array([1, 2, 3]));
    expect(boundaryOf(new Uint8Array(1000))).toBe(usual);
    expect(usual).not.toMatch(/[0-9a-f-]/);
    const next = boundaryOf(CODEC.utf8(`x--${usual}`));
    expect(next).not.toBe(usual);
    const third = boundaryOf(CODEC.utf8(`${usual}${next}`));
    expect([usual, next]).not.toContain(third);
  });

  test("without an input it sends the fixed parts alone", async () => {
    const request = createProtocol("multipart", { "form:a": "1" }).encode(
      payload(new Uint8Array(0), { mediaType: "" }),
      CODEC,
    );
    expect([...(await formOf(request, fill(request)))]).toEqual([["a", "1"]]);
  });
});

describe("json-b64", () => {
  test.each([
    [undefined, (json: any) => json.data],
    ["image", (json: any) => json.image],
    ["inputs[0].data.b64", (json: any) => json.inputs[0].data.b64],
    ["['odd key'].x", (json: any) => json["odd key"].x],
    ['["say \\"hi\\""]', (json: any) => json['say "hi"']],
  ])("field %s", (field, find) => {
    const protocol = createProtocol("json-b64", field === undefined ? {} : { field });
    fc.assert(
      fc.property(marked, (given) => {
        const request = protocol.encode(given, CODEC);
        expect(request.headers).toEqual([["Content-Type", "application/json"]]);
        const found = Buffer.from(find(JSON.parse(fill(request).toString())), "base64");
        // marks that share a three-byte group with the one before are left out
        const kept = given.marks.filter((_, i) => i < request.marks.length);
        if (kept.length === given.marks.length) expect(found.equals(withNonces(given))).toBe(true);
        expect(found.length).toBe(given.bytes.length);
        expect(request.marks.length > 0).toBe(given.marks.length > 0);
      }),
    );
  });

  test.each(["a[1]", "a..b", "", "[*]", "a b["])("%j is no place", (field) => {
    expect(checkProtocol("json-b64", { field }, true)).toMatchObject([
      { where: "field", received: field },
    ]);
  });

  test("a mark that shares a group with the one before is left out", () => {
    const marks: Mark[] = [
      { kind: "nonce", offset: 1, length: NONCE_LENGTH },
      { kind: "nonce", offset: 26, length: NONCE_LENGTH },
    ];
    const request = createProtocol("json-b64", {}).encode(
      payload(new Uint8Array(60), { marks }),
      CODEC,
    );
    expect(request.marks).toHaveLength(1);
    expect(request.marks[0]!.base64).toMatchObject({ offset: 1, length: NONCE_LENGTH });
  });
});

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
