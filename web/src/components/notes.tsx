import type { JSX } from "preact";
import { More } from "./more.tsx";

/** Remarks shown at once; the others on demand. */
const SHOWN = 6;

/** Remarks that are no finding: what could not be read, known or decided. Nothing when there are none. */
export function Notes({ notes }: { notes: readonly string[] }): JSX.Element | null {
  if (notes.length === 0) return null;
  const rest = notes.slice(SHOWN);
  return (
    <>
      <List notes={notes.slice(0, SHOWN)} />
      {rest.length > 0 && (
        <More summary={`${rest.length} more`}>{() => <List notes={rest} />}</More>
      )}
    </>
  );
}

function List({ notes }: { notes: readonly string[] }): JSX.Element {
  return (
    <ul class="notes">
      {notes.map((note, i) => (
        <li key={i}>{note}</li>
      ))}
    </ul>
  );
}
