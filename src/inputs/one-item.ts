import type { Payload } from "../contracts/payload.ts";
import type { InputSource } from "./kind.ts";

/** A source of a single payload. */
export function oneItem(payload: Payload, notes: readonly string[] = []): InputSource {
  return {
    total: 1,
    async *items() {
      yield payload;
    },
    notes: () => notes,
  };
}
