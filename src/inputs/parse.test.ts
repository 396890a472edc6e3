import { describe, expect, test } from "vitest";
import { type Problem, UserError } from "../contracts/errors.ts";
import { parseInput } from "./parse.ts";
import { describeInputs, INPUT_KINDS } from "./registry.ts";

function problemsOf(spec: string | Readonly<Record<string, unknown>>): readonly Problem[] {
  try {
    parseInput(spec);
  } catch (error) {
    if (error instanceof UserError) return error.problems;
    throw error;
  }
  return [];
}

describe("what is accepted", () => {
  test("the short form and the object form mean the same", () => {
    expect(parseInput("image:jpeg*8+png,size=camera+640..1920,quality=80")).toEqual(
      parseInput({
        kind: "image",
        format: { jpeg: 8, png: 1 },
        size: ["camera", "640..1920"],
        quality: 80,
      }),
    );
    expect(parseInput("image")).toEqual(parseInput({ kind: "image", format: "jpeg" }));
    expect(parseInput("image,size=web")).toEqual(parseInput("image:jpeg,size=web"));
  });

  test("every kind's own examples", () => {
    for (const { kind, main, keys } of describeInputs()) {
      const all = Object.fromEntries(keys.map(({ name, example }) => [name, example]));
      expect(problemsOf({ kind, ...all }), kind).toEqual([]);
      expect(Object.keys(all)).toContain(main);
    }
    expect(describeInputs()).toHaveLength(INPUT_KINDS.length);
  });

  test("commas and equals signs within values", () => {
    expect(parseInput("text:a,b=c:d")).toMatchObject({ kind: "text", text: "a,b=c:d" });
    expect(parseInput("files:./a,b/c,glob=*.{jpg,png}")).toMatchObject({
      path: "./a,b/c",
      glob: "*.{jpg,png}",
    });
    expect(parseInput("file:x=1.bin")).toMatchObject({ path: "x=1.bin" });
  });

  test("a specification is plain data, so that it can cross threads", () => {
    for (const spec of ["image:mix,size=camera", "text:x", "file:a", "files:b"]) {
      const parsed = parseInput(spec);
      expect(structuredClone(parsed)).toEqual(parsed);
    }
  });
});

describe("what is refused, with the value and the way out", () => {
  test.each([
    ["imag:jpeg", { where: "input", received: "imag:jpeg", hint: 'did you mean "image"?' }],
    [
      "./cat.jpg",
      { where: "input", hint: "for a file write file:./cat.jpg, for a directory files:./cat.jpg" },
    ],
    [
      "image:jpg2",
      { where: "input image, key format", received: "jpg2", hint: 'did you mean "jpeg"?' },
    ],
    ["image:jpeg,camera", { received: "jpeg,camera", hint: expect.stringContaining(",key=value") }],
    [
      "image:jpeg,sise=camera",
      { where: "input image", received: "sise", hint: 'did you mean "size"?' },
    ],
    [
      "image:jpeg,size=cammera",
      { where: "input image, key size", received: "cammera", hint: 'did you mean "camera"?' },
    ],
    ["image:jpeg,size=1920..640", { received: "1920..640" }],
    ["image:jpeg,size=0..3MP", { expected: "a size above 0" }],
    ["image:jpeg,size=0.1..500MP", { expected: "at most 100 megapixels" }],
    ["image:jpeg,size=70000x10", { expected: "sides of at most 65500 pixels in this format" }],
    [
      "image:jpeg*9+webp,size=20000x10",
      { expected: "sides of at most 16383 pixels in this format" },
    ],
    ["image:jpeg,size=0x10", { expected: "sides of at least one pixel" }],
    ["image:jpeg,size=20000", { expected: "a longer side of at most 10000 pixels" }],
    ["image:jpeg,aspect=4:0", { where: "input image, key aspect", received: "4:0" }],
    ["image:jpeg,aspect=banana", { where: "input image, key aspect", received: "banana" }],
    ["image:jpeg,quality=0", { expected: expect.stringContaining("from 1 to 100") }],
    ["image:jpeg,quality=70..101", { received: "70..101" }],
    ["image:jpeg,exif=2", { expected: "a share such as 0.3 or 30%" }],
    ["image:jpeg,count=0", { expected: "a whole number of at least 1" }],
    ["image:jpeg*0", { received: "jpeg*0", expected: expect.stringContaining("weight above 0") }],
    ["image:jpeg,size=", { received: "" }],
    ["text", { where: "input text, key text" }],
    ["file:", { where: "input file, key path" }],
    ["files", { where: "input files, key path" }],
    ["", { where: "input", received: "" }],
  ])("%s", (spec, problem) => {
    expect(problemsOf(spec)).toEqual([expect.objectContaining({ code: "input-spec", ...problem })]);
  });

  test("all mistakes at once", () => {
    const wheres = problemsOf("image:bmp,size=huge,quality=x,colour=red").map(({ where }) => where);
    expect(wheres).toEqual([
      "input image",
      "input image, key format",
      "input image, key size",
      "input image, key quality",
    ]);
  });

  test("objects without a kind, and values of the wrong type", () => {
    expect(problemsOf({})).toMatchObject([{ where: "input", hint: "the key kind is missing" }]);
    expect(problemsOf({ kind: 3 })).toMatchObject([{ received: "3" }]);
    expect(problemsOf({ kind: "image", quality: [1, 2] })).toMatchObject([{ received: "[1,2]" }]);
    expect(problemsOf({ kind: "image", size: [] })).toMatchObject([{ received: "[]" }]);
    expect(problemsOf({ kind: "image", size: { camera: "many" } })).toHaveLength(1);
  });
});
