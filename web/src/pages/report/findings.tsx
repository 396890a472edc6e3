import type { JSX } from "preact";
import type { Finding } from "../../../../src/contracts/finding.ts";
import type { RunFile } from "../../../../src/contracts/run-file.ts";
import { Notes } from "../../components/notes.tsx";
import { Section } from "../../components/section.tsx";
import { FindingCard } from "./finding-card.tsx";

/** What the rules found, or that they found nothing, and what they could not read. */
export function FindingsPart({ run }: { run: RunFile }): JSX.Element {
  const { findings, notes } = run;
  return (
    <Section
      id="findings"
      title="Findings"
      {...(findings.length > 0 && { lead: "Where the bottleneck is, with the evidence for it." })}
    >
      {findings.length === 0 && (
        <p class="muted">
          No rule found a bottleneck. That is no proof that there is none at a higher load.
        </p>
      )}
      {findings.map((finding: Finding) => (
        <FindingCard key={finding.rule} finding={finding} />
      ))}
      {notes.length > 0 && (
        <div>
          <h3>Not read or not decided</h3>
          <Notes notes={notes} />
        </div>
      )}
    </Section>
  );
}
