import type { JSX } from "preact";
import { utc } from "../format/index.ts";
import type { RunFile } from "../../../src/contracts/run-file.ts";
import { ThemeToggle } from "./theme-toggle.tsx";

/** What was loaded, how and when. */
export function Masthead({ run }: { run: RunFile }): JSX.Element {
  return (
    <header class="masthead">
      <span class="wordmark">
        <svg viewBox="0 0 20 20" aria-hidden="true">
          <path d="M2 15.5H8.5C12.5 15.5 14 12.5 17.5 3" />
        </svg>
        kneepoint
      </span>
      <span class="target small muted">
        <code>{run.target.url}</code>
        {` · ${run.target.protocol} · ${utc(run.startedAt)}`}
      </span>
      <ThemeToggle />
    </header>
  );
}
