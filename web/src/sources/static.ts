import type { Source, Update } from "./source.ts";
import { readDocument } from "./read-document.ts";

/** Id of the `<script type="application/json">` that holds the run. */
const RUN_ELEMENT = "kneepoint-run";

/** The run written into the page itself. */
export function staticSource(page: Document): Source {
  return {
    subscribe(listener) {
      listener(read(page));
      return () => {};
    },
  };
}

function read(page: Document): Update {
  const element = page.getElementById(RUN_ELEMENT);
  if (element === null) return { kind: "failure", message: "This page holds no run." };
  return readDocument(element.textContent);
}
