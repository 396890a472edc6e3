import type { ComponentChildren, JSX } from "preact";
import { ErrorBoundary } from "./error-boundary.tsx";

interface Props {
  readonly id: string;
  readonly title: string;
  /** What to look for here, in a sentence. */
  readonly lead?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** One part of the report, under a heading that can be linked to. */
export function Section({ id, title, lead, children }: Props): JSX.Element {
  return (
    <section class="section" id={id} aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>{title}</h2>
      {lead !== undefined && <p class="lead">{lead}</p>}
      <div class="body">
        <ErrorBoundary>{children}</ErrorBoundary>
      </div>
    </section>
  );
}
