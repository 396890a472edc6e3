import type { JSX } from "preact";
import type { RunFile, Verdict } from "../../../../src/contracts/run-file.ts";
import { Badge } from "../../components/badge.tsx";
import type { Tone } from "../../components/badge.tsx";
import { exact, quantity, text } from "../../format/index.ts";

const BADGES: Readonly<Record<Verdict, { tone: Tone; word: string; meaning: string }>> = {
  valid: {
    tone: "good",
    word: "Valid",
    meaning:
      "The generator kept its schedule, so these numbers describe the target and the way to it.",
  },
  suspect: {
    tone: "warn",
    word: "Suspect",
    meaning: "The generator had difficulties. Read these numbers with the reasons below in mind.",
  },
  invalid: {
    tone: "bad",
    word: "Invalid",
    meaning:
      "These numbers describe the generator, not the target. Do not take them for a capacity.",
  },
};

/** Whether the run can be trusted, what it found, and why if it cannot. */
export function VerdictPart({ run, headline }: { run: RunFile; headline: string }): JSX.Element {
  const { verdict, reasons } = run.validity;
  const { tone, word, meaning } = BADGES[verdict];
  return (
    <section class="verdict" id="verdict" aria-label="Verdict">
      <Badge tone={tone} solid={verdict === "invalid"}>
        {`${word} run`}
      </Badge>{" "}
      {run.interrupted && <Badge tone="warn">Interrupted</Badge>}
      <Headline sentence={headline} />
      {run.requests.sent > 0 && <p class="meaning">{meaning}</p>}
      {reasons.length > 0 && (
        <ul class={`reasons ${verdict}`}>
          {reasons.map(({ code, message, value, limit, unit, advice }) => (
            <li key={code}>
              <strong>{message}</strong>{" "}
              <span class="muted">
                {`Measured ${text(quantity(value, unit))}, limit ${text(exact(quantity(limit, unit)))}.`}
              </span>
              <br />
              {advice}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** The sentence, its first clause large: the others are details of it. */
function Headline({ sentence }: { sentence: string }): JSX.Element {
  const end = sentence.indexOf("; ");
  if (end === -1) return <h1>{sentence}</h1>;
  return (
    <h1>
      {sentence.slice(0, end)}
      <span class="hidden-visually">; </span>
      <span class="details">{sentence.slice(end + 2)}</span>
    </h1>
  );
}
