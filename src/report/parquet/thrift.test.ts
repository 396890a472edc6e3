import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { deserializeTCompactProtocol } from "hyparquet/src/thrift.js";
import { ThriftWriter } from "./thrift.ts";

const read = (bytes: Uint8Array): Record<string, unknown> =>
  deserializeTCompactProtocol({ view: new DataView(bytes.buffer), offset: 0 });

describe("ThriftWriter", () => {
  test("what it writes, an independent reader reads", () => {
    const thrift = new ThriftWriter();
    thrift.i32(1, -7);
    thrift.struct(3, () => {
      thrift.string(2, "wörld");
      thrift.i64(4, 2 ** 52);
    });
    thrift.list(4, "i32", 2);
    thrift.i32Element(1);
    thrift.i32Element(-1);
    thrift.endStruct();
    const value = read(thrift.finish());
    expect(value["field_1"]).toBe(-7);
    const inner = value["field_3"] as Record<string, unknown>;
    expect(new TextDecoder().decode(inner["field_2"] as Uint8Array)).toBe("wörld");
    expect(inner["field_4"]).toBe(2n ** 52n);
    expect(value["field_4"]).toEqual([1, -1]);
  });

  test("integers and list lengths survive at every size", () => {
    const ints = fc.array(fc.integer({ min: -(2 ** 30), max: 2 ** 30 }), { maxLength: 400 });
    fc.assert(
      fc.property(fc.maxSafeInteger(), ints, (long, list) => {
        const thrift = new ThriftWriter();
        const half = Math.trunc(long / 2);
        thrift.i64(2, half);
        thrift.list(3, "i32", list.length);
        for (const value of list) thrift.i32Element(value);
        thrift.endStruct();
        const value = read(thrift.finish());
        expect(value["field_2"]).toBe(BigInt(half));
        expect(value["field_3"]).toEqual(list);
      }),
    );
  });
});
