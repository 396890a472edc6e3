import type { JSX } from "preact";

export interface Share {
  readonly label: string;
  readonly share: number;
  readonly color: string;
}

/** Parts of a whole side by side; the legend and a table say the same in words. */
export function ShareBar({
  label,
  shares,
}: {
  label: string;
  shares: readonly Share[];
}): JSX.Element {
  return (
    <div class="share-bar" role="img" aria-label={label}>
      {shares.map((part) => (
        <span
          key={part.label}
          title={part.label}
          style={{ flexGrow: part.share, background: `var(${part.color})` }}
        />
      ))}
    </div>
  );
}
