import type { JSX } from "preact";
import type { Confidence, Evidence, Finding } from "../../../../src/contracts/finding.ts";
import { Badge } from "../../components/badge.tsx";
import type { Tone } from "../../components/badge.tsx";
import { Facts } from "../../components/facts.tsx";
import { Num } from "../../components/num.tsx";
import { Table } from "../../components/table.tsx";
import { exact, quantity } from "../../format/index.ts";

const TONES: Readonly<Record<Confidence, Tone>> = { high: "bad", medium: "warn", low: "plain" };

/** One diagnosis: the sentence, what it rests on, what to do, and what else it may be. */
export function FindingCard({ finding }: { finding: Finding }): JSX.Element {
  const { rule, verdict, confidence, evidence, advice, runnerUp, nextTest } = finding;
  return (
    <article class="finding">
      <header>
        <h3>{verdict}</h3>
        <Badge tone={TONES[confidence]}>{`${confidence} confidence`}</Badge>
      </header>
      <Table
        caption={`Evidence for “${rule}”`}
        rows={evidence}
        columns={[
          { title: "Metric", wide: true, cell: (row) => row.metric },
          {
            title: "Value",
            numeric: true,
            cell: (row) => <Num q={quantity(row.value, row.unit)} />,
          },
          { title: "Threshold", numeric: true, cell: threshold },
          { title: "Source", cell: (row) => <span class="muted">{row.source}</span> },
        ]}
      />
      <Facts
        facts={[
          ["What to do", advice],
          ["Runner-up", runnerUp === undefined ? "none" : <code>{runnerUp}</code>],
          ["Next test", nextTest],
        ]}
      />
    </article>
  );
}

function threshold(row: Evidence): JSX.Element {
  if (row.threshold === undefined) return <span class="muted">context</span>;
  return <Num q={exact(quantity(row.threshold, row.unit))} />;
}
