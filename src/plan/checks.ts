import type { Problem } from "../contracts/errors.ts";

/** A target as the platform's URL parser sees it. */
export interface ParsedUrl {
  /** With the colon: `http:`. */
  readonly protocol: string;
  /** Normalised, without user-info and fragment. */
  readonly url: string;
  /** Value of the Authorization header that the user-info stands for; undefined when there is none. */
  readonly authorization: string | undefined;
}

/** An input's short form, or the same as a mapping. */
export type InputDescription = string | Readonly<Record<string, unknown>>;

export type CheckedInput =
  | { readonly spec: InputDescription }
  | { readonly problems: readonly Problem[] };

/** What reading a plan needs from rooms it does not import, and from the machine. */
export interface PlanChecks {
  /** An input's description, its paths made to be opened from the working directory; or what is wrong with it. */
  input(spec: InputDescription, origin: PathOrigin): CheckedInput;
  /** Mistakes in a protocol's name or options; `where` is the name of the option, or `name`. */
  protocol(
    name: string,
    options: Readonly<Record<string, string>>,
    hasInput: boolean,
  ): readonly Problem[];
  /** Mistakes in a success predicate. */
  expect(expression: string): readonly Problem[];
  /** Undefined when the text is no absolute URL. */
  url(text: string): ParsedUrl | undefined;
  /** The text of a file, or why it could not be read. `where` decides what a relative path is relative to. */
  readText(
    path: string,
    origin: PathOrigin,
  ): { readonly text: string } | { readonly failure: string };
  /** What a YAML or JSON file holds, or why it could not be read. */
  readData(
    path: string,
    origin: PathOrigin,
  ): { readonly data: unknown } | { readonly failure: string };
  /** A number in [0, 2^32) that nobody chose. */
  randomSeed(): number;
}

/** Paths in a plan file are relative to its directory, all others to the working directory. */
export type PathOrigin = "plan-file" | "working-directory";
