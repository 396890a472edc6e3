import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { type ProblemCode, UserError } from "../contracts/errors.ts";
import { RUN_SCHEMA, type RunFile } from "../contracts/run-file.ts";
import { RUN_FILE } from "./files.ts";
import { plainText } from "./format.ts";
import { completeRun } from "./run-defaults.ts";

/**
 * Reads a run: a run directory, or its `run.json`. Fields that an older version did not write get their defaults.
 * @throws UserError: `run-file` when there is none, or it is damaged; `run-version` when a newer major version wrote it.
 */
export async function readRun(path: string): Promise<RunFile> {
  const file = await locate(path);
  const content = await readFile(file, "utf8").catch((error: Error) =>
    refuse("run-file", file, "a readable file", error.message),
  );
  const parsed = parse(file, content);
  checkSchema(file, parsed);
  const completed = completeRun(parsed);
  if ("run" in completed) return completed.run;
  return refuse("run-file", file, "a complete run file", `It is damaged: ${completed.damage}.`);
}

async function locate(path: string): Promise<string> {
  const found = await stat(path).catch(() =>
    refuse("run-file", path, "a run directory or its run.json", "Nothing of that name exists."),
  );
  if (!found.isDirectory()) return path;
  const file = join(path, RUN_FILE);
  await stat(file).catch(() =>
    refuse(
      "run-file",
      path,
      `a directory with a ${RUN_FILE}`,
      "It is written when a run ends: either this is no run directory, or its run was ended by force.",
    ),
  );
  return file;
}

function parse(file: string, content: string): Readonly<Record<string, unknown>> {
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch (error) {
    return refuse("run-file", file, "a run file in JSON", jsonHint(content, error as Error));
  }
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  return refuse("run-file", file, "a run file", "It holds JSON, but not a run.");
}

function jsonHint(content: string, error: Error): string {
  if (content === "") return "The file is empty.";
  const started = content.trimStart().startsWith("{");
  const ended = content.trimEnd().endsWith("}");
  if (started && !ended) return `It was cut off after ${content.length} characters.`;
  return `It is not JSON: ${plainText(error.message, 120)}`;
}

function checkSchema(file: string, parsed: Readonly<Record<string, unknown>>): void {
  const [name, ours] = split(RUN_SCHEMA);
  const [theirName, theirs] = split(parsed["schema"]);
  if (theirName !== name || !Number.isInteger(theirs)) {
    const received = plainText(JSON.stringify(parsed["schema"]) ?? "no schema", 80);
    refuse("run-file", file, `a run file ("schema": "${RUN_SCHEMA}")`, `It says ${received}.`);
  }
  if (theirs > ours) {
    refuse(
      "run-version",
      file,
      `schema ${RUN_SCHEMA} or older`,
      `It was written by kneepoint ${writer(parsed)} (schema ${name}/${theirs}): read it with that version or newer.`,
    );
  }
}

/** Name and major version; a minor version after a dot is allowed and ignored. */
function split(schema: unknown): [name: string, major: number] {
  const match = typeof schema === "string" ? /^([\w.-]+)\/(\d+)(?:\.\d+)*$/.exec(schema) : null;
  return match === null ? ["", Number.NaN] : [match[1]!, Number(match[2])];
}

function writer(parsed: Readonly<Record<string, unknown>>): string {
  const environment = parsed["environment"];
  if (typeof environment !== "object" || environment === null) return "of an unknown version";
  const version = (environment as Record<string, unknown>)["kneepoint"];
  return typeof version === "string" ? plainText(version, 40) : "of an unknown version";
}

function refuse(code: ProblemCode, received: string, expected: string, hint: string): never {
  throw new UserError([{ code, where: "run", received, expected, hint }]);
}
