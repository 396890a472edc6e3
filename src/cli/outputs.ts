import { stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { type Problem, UserError } from "../contracts/errors.ts";
import type { RunFile } from "../contracts/run-file.ts";
import { type OutputSpec, suggest } from "../plan/index.ts";

/** Mistakes in `--out` that would only show after the run. */
export async function checkOutputs(
  outputs: readonly OutputSpec[],
  cwd: string,
): Promise<Problem[]> {
  if (outputs.length === 0) return [];
  const { OUTPUTS } = await import("./wiring.ts");
  const names = OUTPUTS.map(({ name }) => name);
  const places = await Promise.all(outputs.map((output) => checkPlace(output, cwd)));
  return [...outputs.flatMap((output) => checkFormat(output, names)), ...places.flat()];
}

function checkFormat({ format }: OutputSpec, names: readonly string[]): Problem[] {
  if (names.includes(format)) return [];
  const near = suggest(format, names);
  const problem = {
    code: "option-value",
    where: "--out",
    received: format,
    expected: `one of the formats ${names.join(", ")}`,
  } as const;
  return [near === undefined ? problem : { ...problem, hint: `Did you mean ${near}?` }];
}

async function checkPlace({ file }: OutputSpec, cwd: string): Promise<Problem[]> {
  const hint = await hindrance(resolve(cwd, file));
  if (hint === undefined) return [];
  const expected = "a file in a directory that exists";
  return [{ code: "option-value", where: "--out", received: file, expected, hint }];
}

/** What is open already, such as `>(gzip > run.json.gz)`, has a reader. */
const OPEN_ALREADY = /^\/dev\/(?:stdout|stderr|fd\/\d+)$/;

/** Why nothing can be written there; undefined where it can: a regular file, none yet, or a character device. */
async function hindrance(path: string): Promise<string | undefined> {
  const directory = await stat(dirname(path)).catch(() => undefined);
  if (directory?.isDirectory() !== true) return "Its directory does not exist.";
  if (OPEN_ALREADY.test(path)) return undefined;
  const found = await stat(path).catch(() => undefined);
  if (found === undefined || found.isFile() || found.isCharacterDevice()) return undefined;
  if (found.isDirectory()) return "It is a directory.";
  // a FIFO that nobody reads blocks for ever
  return "It is a pipe, a socket or a disk: name a file.";
}

/** Writes every output; what could not be written is told. */
export async function writeOutputs(
  run: RunFile,
  directory: string,
  outputs: readonly OutputSpec[],
  cwd: string,
): Promise<Problem[]> {
  const { OUTPUTS } = await import("./wiring.ts");
  const problems: Problem[] = [];
  for (const { format, file } of outputs) {
    const writer = OUTPUTS.find(({ name }) => name === format);
    try {
      await writer?.write(run, directory, resolve(cwd, file));
    } catch (error) {
      problems.push(...problemsOf(file, error as Error));
    }
  }
  return problems;
}

/** No failure to write may hide the results that were measured. */
function problemsOf(file: string, error: Error): readonly Problem[] {
  if (error instanceof UserError) return error.problems;
  const expected = "a file that can be written";
  return [{ code: "disk", where: "output", received: file, expected, hint: error.message }];
}
