import { RUN_SCHEMA } from "../../../src/contracts/run-file.ts";
import type { ReportDocument, Update } from "./source.ts";

/** The document in this JSON text, or a sentence that says what is wrong with it. */
export function readDocument(json: string): Update {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return failure("The run in this page cannot be read: it was cut or changed.");
  }
  if (!isDocument(value)) return failure("The data in this page is not a kneepoint run.");
  if (value.run.schema !== RUN_SCHEMA) {
    return failure(`This page shows ${RUN_SCHEMA}; the run in it is ${value.run.schema}.`);
  }
  return { kind: "document", document: value };
}

function isDocument(value: unknown): value is ReportDocument {
  if (typeof value !== "object" || value === null) return false;
  const { headline, run } = value as Partial<ReportDocument>;
  return typeof headline === "string" && typeof run?.schema === "string";
}

function failure(message: string): Update {
  return { kind: "failure", message };
}
