import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { EncodedRequest } from "../contracts/request.ts";
import { CODEC, fill, marked, payload, withNonces } from "../../test/fixtures/payloads.ts";
import { createProtocol } from "./registry.ts";

async function formOf(request: EncodedRequest, body: Buffer): Promise<FormData> {
  return new Response(body, {
    headers: request.headers.map(([name, value]) => [name, value]),
  }).formData();
}

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
