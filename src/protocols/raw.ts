import type { ProtocolDefinition } from "./definition.ts";
import { isNothing } from "./part.ts";

/** The input is the body, and its media type the content type. */
export const RAW: ProtocolDefinition = {
  name: "raw",
  summary: "the input as the body, with its own content type",
  options: [],
  needsInput: () => false,
  create: () => ({
    name: RAW.name,
    summary: RAW.summary,
    method: "POST",
    encode(payload) {
      if (isNothing(payload)) return { headers: [], body: undefined, marks: [] };
      const { bytes, marks, mediaType } = payload;
      return { headers: mediaType === "" ? [] : [["Content-Type", mediaType]], body: bytes, marks };
    },
  }),
};
