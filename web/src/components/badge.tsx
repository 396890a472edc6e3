import type { JSX } from "preact";

export type Tone = "good" | "warn" | "bad" | "plain";

/** A sign besides the colour, for those who cannot tell it and for paper. */
const SIGNS: Readonly<Record<Tone, string>> = { good: "✓", warn: "!", bad: "✕", plain: "·" };

/** A short judgement: sign, colour and word. */
export function Badge(props: { tone: Tone; solid?: boolean; children: string }): JSX.Element {
  return (
    <span class={`badge tone-${props.tone}${props.solid === true ? " solid" : ""}`}>
      <span aria-hidden="true">{SIGNS[props.tone]}</span>
      {props.children}
    </span>
  );
}
