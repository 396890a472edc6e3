import type { JSX } from "preact";
import type { LatencySummary, PhaseName, RunFile } from "../../../../src/contracts/run-file.ts";
import { Figure } from "../../charts/figure.tsx";
import { ShareBar } from "../../charts/share-bar.tsx";
import { Section } from "../../components/section.tsx";
import { Table } from "../../components/table.tsx";
import { PHASES, phaseShares } from "../../derive/phase-shares.ts";
import type { PhaseShare } from "../../derive/phase-shares.ts";
import { duration, share, text } from "../../format/index.ts";
import { latencyColumns } from "./latency-columns.tsx";

const NAMES: Readonly<Record<PhaseName, readonly [name: string, meaning: string]>> = {
  queue: ["Queue", "for a free connection"],
  dns: ["DNS", "name look-up"],
  connect: ["Connect", "TCP handshake"],
  tls: ["TLS", "handshake"],
  upload: ["Upload", "first to last byte of the request"],
  wait: ["Wait", "to the first byte of the response"],
  download: ["Download", "first to last byte of the response"],
};
const COLORS: Readonly<Record<PhaseName, string>> = {
  queue: "--series-2",
  dns: "--series-4",
  connect: "--series-5",
  tls: "--slowest",
  upload: "--series-3",
  wait: "--series-1",
  download: "--series-6",
};

interface Row {
  readonly phase: PhaseName;
  readonly summary: LatencySummary;
}

/** Where a request's time goes on its way. */
export function Phases({ run }: { run: RunFile }): JSX.Element {
  const shares = phaseShares(run);
  const rows = PHASES.flatMap((phase): Row[] => {
    const summary = run.latencyMs.phases[phase];
    return summary === undefined || summary.n === 0 ? [] : [{ phase, summary }];
  });
  return (
    <Section
      id="phases"
      title="Phases"
      lead="DNS, connect and TLS are paid once a connection; the rest by every request."
    >
      {rows.length === 0 ? (
        <p class="muted">No request got far enough to be taken apart.</p>
      ) : (
        <>
          {shares.length > 0 && <AverageRequest shares={shares} />}
          <Table
            caption="Latency by phase"
            captionHidden
            rows={rows}
            columns={[
              { title: "Phase", cell: nameCell },
              ...latencyColumns<Row>(({ summary }) => summary),
            ]}
          />
        </>
      )}
    </Section>
  );
}

function AverageRequest({ shares }: { shares: readonly PhaseShare[] }): JSX.Element {
  return (
    <Figure title="The average request" legend={shares.map(legendItem)}>
      <ShareBar
        label={shares.map(describe).join(", ")}
        shares={shares.map((part) => ({
          label: describe(part),
          share: part.share,
          color: COLORS[part.phase],
        }))}
      />
    </Figure>
  );
}

function nameCell({ phase }: Row): JSX.Element {
  const [name, meaning] = NAMES[phase];
  return (
    <>
      {name} <span class="gloss">{meaning}</span>
    </>
  );
}

function legendItem(part: PhaseShare): {
  label: string;
  color: string;
  shape: "box";
  reading: string;
} {
  return {
    label: NAMES[part.phase][0],
    color: COLORS[part.phase],
    shape: "box",
    reading: text(share(part.share)),
  };
}

function describe({ phase, meanMs, share: part }: PhaseShare): string {
  return `${NAMES[phase][0]} ${text(duration(meanMs))} (${text(share(part))})`;
}
