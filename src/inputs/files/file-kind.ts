import { UserError } from "../../contracts/errors.ts";
import type { InputKind } from "../kind.ts";
import { oneItem } from "../one-item.ts";
import { readPayload } from "./read.ts";

/** One file as the body of every request. */
export interface FileSpec {
  readonly kind: "file";
  /** Relative to the working directory. */
  readonly path: string;
  /** Media type; undefined: by the first bytes, then by the name. */
  readonly type: string | undefined;
}

export const FILE_KIND: InputKind<FileSpec> = {
  name: "file",
  summary: "one file, sent with every request; JPEG, PNG and WebP with a nonce",
  main: "path",
  keys: [
    { name: "path", summary: "the file", example: "cat.jpg", default: "" },
    {
      name: "type",
      summary: "media type of the body",
      example: "application/x-npy",
      default: "by the first bytes of the file, then by its name",
    },
  ],
  parse(options) {
    if (!options.text("path")) options.problem("path", undefined, "a file, such as file:cat.jpg");
    return { kind: "file", path: options.text("path") ?? "", type: options.text("type") };
  },
  async open(spec, context) {
    const payload = await readPayload(spec.path, 0, context, spec.type);
    if (!("reason" in payload)) return oneItem(payload);
    throw new UserError([
      {
        code: "input-file",
        where: "input file",
        received: spec.path,
        expected: "a readable file that fits the input's memory budget",
        hint: payload.reason,
      },
    ]);
  },
};
