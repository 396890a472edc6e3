import type { JSX } from "preact";
import type { RunFile } from "../../../../src/contracts/run-file.ts";
import { Meter } from "../../components/meter.tsx";
import { Num } from "../../components/num.tsx";
import { Section } from "../../components/section.tsx";
import { Table } from "../../components/table.tsx";
import { outcomeRows } from "../../derive/outcome-rows.ts";
import type { OutcomeRow } from "../../derive/outcome-rows.ts";
import { count, counted, share, text } from "../../format/index.ts";
import { KeptExchanges } from "./kept-exchanges.tsx";

/** How requests ended, none left out, with examples of those that failed. */
export function Outcomes({ run }: { run: RunFile }): JSX.Element {
  const rows = outcomeRows(run);
  return (
    <Section
      id="outcomes"
      title="Outcomes"
      lead={`Shares of the ${counted(run.requests.scheduled, "request")} that the schedule wanted. A request that failed, was dropped or did not finish counts as over the SLO.`}
    >
      {rows.length === 0 ? (
        <p class="muted">No request was scheduled.</p>
      ) : (
        <Table
          caption="Requests by outcome"
          captionHidden
          rows={rows}
          columns={[
            { title: "Outcome", cell: ({ outcome }) => <code>{outcome}</code> },
            { title: "Requests", numeric: true, cell: (row) => text(count(row.count)) },
            { title: "Share", numeric: true, cell: (row) => <Num q={share(row.share)} /> },
            { title: "", cell: (row) => <Meter share={row.share} color={colorOf(row)} /> },
            {
              title: "Meaning",
              wide: true,
              cell: ({ meaning }) => <span class="muted">{meaning}</span>,
            },
          ]}
        />
      )}
      <KeptExchanges kept={run.kept} />
    </Section>
  );
}

function colorOf({ outcome }: OutcomeRow): string {
  if (outcome === "ok") return "--good";
  return outcome === "dropped" || outcome === "unfinished" ? "--dropped" : "--failed";
}
