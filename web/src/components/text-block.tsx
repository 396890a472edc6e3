import type { JSX } from "preact";
import { useState } from "preact/hooks";

/** Text as it is, with a button that copies it where the browser allows that. */
export function TextBlock(props: { label: string; text: string; copy?: boolean }): JSX.Element {
  const [copied, setCopied] = useState(false);
  const copyable = props.copy === true && navigator.clipboard !== undefined;
  const copy = (): void => {
    navigator.clipboard.writeText(props.text).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  };
  return (
    <div class={`text-block${copyable ? " copyable" : ""}`}>
      <pre tabIndex={0} role="region" aria-label={props.label}>
        {props.text}
      </pre>
      {copyable && (
        <button type="button" class="copy" aria-live="polite" onClick={copy}>
          {copied ? "Copied" : "Copy"}
        </button>
      )}
    </div>
  );
}
