import type { JSX } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";
import type { Source, Update } from "../sources/source.ts";
import { Report } from "./report.tsx";

/** Shows whatever the source tells last. */
export function App({ source }: { source: Source }): JSX.Element {
  const [update, setUpdate] = useState<Update>();
  useLayoutEffect(() => source.subscribe(setUpdate), [source]);
  if (update === undefined) return <main class="page" />;
  if (update.kind === "document") return <Report document={update.document} />;
  return (
    <main class="page">
      <h1>Nothing to show</h1>
      <p>{update.message}</p>
    </main>
  );
}
