import type { JSX } from "preact";
import type { Canary, LatencySummary, RunFile } from "../../../../src/contracts/run-file.ts";
import { RangeStrip } from "../../charts/range-strip.tsx";
import { Notes } from "../../components/notes.tsx";
import { Num } from "../../components/num.tsx";
import { Section } from "../../components/section.tsx";
import { Table } from "../../components/table.tsx";
import { clockSentence } from "../../derive/clock-sentence.ts";
import { PERCENTILE_NAMES, percentileLabel } from "../../derive/absent.ts";
import { count, duration, text } from "../../format/index.ts";
import { latencyColumns } from "./latency-columns.tsx";

interface Clock {
  readonly name: string;
  readonly meaning: string;
  readonly summary: LatencySummary;
}

/** Response, service and lateness side by side: what users feel, what the target did, what was late on this side. */
export function Clocks({ run }: { run: RunFile }): JSX.Element {
  const { response, service, lateness, failed } = run.latencyMs;
  const clocks: Clock[] = [
    { name: "Response", meaning: "intended send to last byte", summary: response },
    { name: "Service", meaning: "actual send to last byte", summary: service },
    { name: "Lateness", meaning: "intended to actual send", summary: lateness },
  ];
  if (failed.n > 0) {
    clocks.push({ name: "Failed", meaning: "intended send to failure", summary: failed });
  }
  const measured = clocks.filter(({ summary }) => summary.n > 0);
  const top = Math.max(...measured.map(({ summary }) => summary.p99 ?? summary.max ?? 0));
  return (
    <Section id="clocks" title="Three clocks" lead={clockSentence(run)}>
      {measured.length > 0 && <ClockTable clocks={measured} top={top} />}
      <Intervals run={run} />
      {run.canary !== undefined && <p class="muted">{alone(run.canary)}</p>}
      <Notes notes={response.notes} />
    </Section>
  );
}

function ClockTable({ clocks, top }: { clocks: readonly Clock[]; top: number }): JSX.Element {
  return (
    <Table
      caption="Latency by clock"
      captionHidden
      rows={clocks}
      columns={[
        {
          title: "Clock",
          cell: ({ name, meaning }) => (
            <>
              {name} <span class="gloss">{meaning}</span>
            </>
          ),
        },
        ...latencyColumns<Clock>(({ summary }) => summary),
        {
          title: "p50 to p99",
          cell: ({ summary }) => <RangeStrip summary={summary} top={top} />,
        },
      ]}
    />
  );
}

function Intervals({ run }: { run: RunFile }): JSX.Element | null {
  const { response } = run.latencyMs;
  const known = PERCENTILE_NAMES.filter((name) => response.ci[name] !== undefined);
  if (known.length === 0) return null;
  return (
    <Table
      caption="95 % intervals of the response time"
      compact
      rows={known}
      columns={[
        { title: "Percentile", cell: percentileLabel },
        { title: "Value", numeric: true, cell: (name) => <Num q={duration(response[name])} /> },
        {
          title: "Low",
          numeric: true,
          cell: (name) => <Num q={duration(response.ci[name]![0])} />,
        },
        {
          title: "High",
          numeric: true,
          cell: (name) => <Num q={duration(response.ci[name]![1])} />,
        },
        {
          title: "Independent samples",
          numeric: true,
          cell: (name) => text(count(response.effectiveN?.[name])),
        },
      ]}
    />
  );
}

function alone({ outcome, serviceMs }: Canary): string {
  const took = text(duration(serviceMs));
  return outcome === "ok"
    ? `Before the load, a single request took ${took} of service time: what the target needs when nobody else asks.`
    : `Before the load, a single request ended in “${outcome}” after ${took}.`;
}
