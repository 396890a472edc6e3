import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Mark, NONCE_LENGTH } from "../contracts/payload.ts";
import { CODEC, fill, marked, payload, withNonces } from "../../test/fixtures/payloads.ts";
import { checkProtocol, createProtocol } from "./registry.ts";

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
