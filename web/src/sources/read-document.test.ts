import { expect, test } from "vitest";
import { RUN_SCHEMA } from "../../../src/contracts/run-file.ts";
import { readDocument } from "./read-document.ts";

test("a document is read back as it was written", () => {
  const document = { headline: "It held.", run: { schema: RUN_SCHEMA } };
  expect(readDocument(JSON.stringify(document))).toEqual({ kind: "document", document });
});

test.each([
  ["", /cannot be read/],
  ["{", /cannot be read/],
  ["null", /not a kneepoint run/],
  ['{"headline": "x"}', /not a kneepoint run/],
  ['{"headline": 1, "run": {"schema": "kneepoint.run/1"}}', /not a kneepoint run/],
  ['{"headline": "x", "run": {"schema": "kneepoint.run/9"}}', /is kneepoint\.run\/9/],
])("%s is refused in words", (json, words) => {
  expect(readDocument(json)).toMatchObject({ kind: "failure", message: words });
});
