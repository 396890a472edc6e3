import type { JSX } from "preact";
import type { Quantity } from "../format/index.ts";

/** A quantity with its unit set back a little. */
export function Num({ q }: { q: Quantity }): JSX.Element {
  return (
    <>
      {q.value}
      {q.unit !== "" && <span class="unit">{`\u00a0${q.unit}`}</span>}
    </>
  );
}
