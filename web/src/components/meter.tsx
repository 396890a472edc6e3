import type { JSX } from "preact";

/** A bar whose length is a share; the number stands beside it, so it is hidden from readers of text. */
export function Meter({ share, color }: { share: number; color: string }): JSX.Element {
  const width = `${Math.max(0, Math.min(1, share)) * 100}%`;
  return (
    <span class="meter" aria-hidden="true">
      <span style={{ width, background: `var(${color})` }} />
    </span>
  );
}
