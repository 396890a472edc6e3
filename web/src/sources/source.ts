import type { RunFile } from "../../../src/contracts/run-file.ts";

/** What a page shows: a run, and the sentence its analysis came to. */
export interface ReportDocument {
  readonly headline: string;
  readonly run: RunFile;
}

/** What a source has to tell: a document, or why there is none. */
export type Update =
  | { readonly kind: "document"; readonly document: ReportDocument }
  | { readonly kind: "failure"; readonly message: string };

/** Where documents come from: the page itself, or a server that sends a new one every second. */
export interface Source {
  /** Calls `listener` at once if there is something to show, and on every change; returns how to stop. */
  subscribe(listener: (update: Update) => void): () => void;
}
