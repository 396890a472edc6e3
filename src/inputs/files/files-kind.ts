import { join } from "node:path";
import { type Problem, UserError } from "../../contracts/errors.ts";
import type { Payload } from "../../contracts/payload.ts";
import type { InputKind, InputSource, PrepareContext } from "../kind.ts";
import { globToRegExp } from "./glob.ts";
import { isSystemError, readPayload } from "./read.ts";
import { type FileSample, sampleFiles } from "./sample.ts";

/** A directory of files, each a payload. */
export interface FilesSpec {
  readonly kind: "files";
  /** Relative to the working directory. */
  readonly path: string;
  /** Which of them, undefined: all. */
  readonly glob: string | undefined;
  readonly count: number | undefined;
}

/** Files taken when nobody says how many. */
const DEFAULT_COUNT = 1000;
/** Files named one by one in the notes. */
const NAMED_FILES = 3;

export const FILES_KIND: InputKind<FilesSpec> = {
  name: "files",
  summary: "the files of a directory and those below it, a seeded sample if they are many",
  main: "path",
  keys: [
    { name: "path", summary: "the directory", example: "./samples", default: "" },
    {
      name: "glob",
      summary:
        "which files: * and ? within a name, ** across folders, {a,b}; without a slash, any folder",
      example: "*.{jpg,png}",
      default: "all",
    },
    {
      name: "count",
      summary: "files taken at most",
      example: "500",
      default: String(DEFAULT_COUNT),
    },
  ],
  parse(options) {
    if (!options.text("path"))
      options.problem("path", undefined, "a directory, such as files:./samples");
    return {
      kind: "files",
      path: options.text("path") ?? "",
      glob: options.text("glob"),
      count: options.count("count", 1),
    };
  },
  async open(spec, context) {
    const size = context.count ?? spec.count ?? DEFAULT_COUNT;
    const sample = await take(spec, size, context);
    if (sample.paths.length === 0) throw new UserError([nothingThere(spec, sample)]);
    return sourceOf(spec, sample, context);
  },
};

async function take(spec: FilesSpec, size: number, context: PrepareContext): Promise<FileSample> {
  const pattern = globToRegExp(spec.glob ?? "**");
  try {
    return await sampleFiles(spec.path, pattern, size, context.seed, context.signal);
  } catch (error) {
    if (!isSystemError(error)) throw error;
    const hint = error.code === "ENOTDIR" ? `for one file write file:${spec.path}` : error.message;
    throw new UserError([problem(spec.path, "a directory that can be listed", hint)]);
  }
}

function sourceOf(spec: FilesSpec, sample: FileSample, context: PrepareContext): InputSource {
  const left: string[] = [];
  let taken = 0;
  return {
    total: sample.paths.length,
    async *items(): AsyncGenerator<Payload> {
      for (const path of sample.paths) {
        context.signal?.throwIfAborted();
        const payload = await readPayload(join(spec.path, path), taken, context);
        if ("reason" in payload) left.push(`${path} (${payload.reason})`);
        else {
          taken++;
          yield { ...payload, traits: { ...payload.traits, file: path } };
        }
      }
      if (taken === 0) throw new UserError([noneUsable(spec, left)]);
    },
    notes: () => [...sampleNotes(sample), ...leftNotes(left)],
  };
}

function sampleNotes({ paths, matched, notes }: FileSample): string[] {
  if (matched <= paths.length) return [...notes];
  return [...notes, `${paths.length} of ${matched} files were chosen at random by the seed`];
}

function leftNotes(left: readonly string[]): string[] {
  if (left.length === 0) return [];
  const more = left.length > NAMED_FILES ? ` and ${left.length - NAMED_FILES} more` : "";
  return [`left out: ${left.slice(0, NAMED_FILES).join(", ")}${more}`];
}

function nothingThere(spec: FilesSpec, sample: FileSample): Problem {
  const expected =
    spec.glob === undefined ? "a directory with files" : `files matching ${spec.glob}`;
  return problem(spec.path, expected, sample.notes[0] ?? "there is none in it or below it");
}

function noneUsable(spec: FilesSpec, left: readonly string[]): Problem {
  return problem(spec.path, "at least one file that can be sent", leftNotes(left)[0]!);
}

function problem(received: string, expected: string, hint: string): Problem {
  return { code: "input-file", where: "input files", received, expected, hint };
}
