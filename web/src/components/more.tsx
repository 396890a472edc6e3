import type { ComponentChildren, JSX } from "preact";
import { useState } from "preact/hooks";

/** Something to open; what is inside is made only then. */
export function More(props: { summary: string; children: () => ComponentChildren }): JSX.Element {
  const [opened, setOpened] = useState(false);
  return (
    <details
      onToggle={(event) => {
        if (event.currentTarget.open) setOpened(true);
      }}
    >
      <summary>{props.summary}</summary>
      {opened && props.children()}
    </details>
  );
}
