import { FILE_KIND, type FileSpec } from "./files/file-kind.ts";
import { FILES_KIND, type FilesSpec } from "./files/files-kind.ts";
import { IMAGE_KIND } from "./image/kind.ts";
import type { ImageSpec } from "./image/spec.ts";
import type { InputKey, InputKind } from "./kind.ts";
import { TEXT_KIND, type TextSpec } from "./text.ts";

/** A checked specification of one kind of input. */
export type InputSpec = ImageSpec | TextSpec | FileSpec | FilesSpec;

/** Every kind of input, in the order of the reference. */
export const INPUT_KINDS: readonly InputKind<InputSpec>[] = [
  IMAGE_KIND,
  TEXT_KIND,
  FILE_KIND,
  FILES_KIND,
];

export function kindNamed(name: string): InputKind<InputSpec> | undefined {
  return INPUT_KINDS.find((kind) => kind.name === name);
}

/** What the generated reference and the plan's schema say about one kind. */
export interface InputDescription {
  readonly kind: string;
  readonly summary: string;
  /** The key that the text after the colon sets. */
  readonly main: string;
  readonly keys: readonly InputKey[];
}

export function describeInputs(): InputDescription[] {
  return INPUT_KINDS.map(({ name, summary, main, keys }) => ({ kind: name, summary, main, keys }));
}
