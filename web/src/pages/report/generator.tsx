import type { ComponentChildren, JSX } from "preact";
import type {
  GeneratorRecord,
  RunFile,
  ValidityReason,
} from "../../../../src/contracts/run-file.ts";
import { Badge } from "../../components/badge.tsx";
import { Facts } from "../../components/facts.tsx";
import { Num } from "../../components/num.tsx";
import { Section } from "../../components/section.tsx";
import { Table } from "../../components/table.tsx";
import { seriesOf } from "../../derive/column-stats.ts";
import { count, duration, exact, quantity, share, text } from "../../format/index.ts";
import { MonitorTable } from "./monitor-table.tsx";

const PACING: Readonly<Record<GeneratorRecord["pacing"], string>> = {
  timer: "timer: sleeps until each request is due",
  hybrid: "hybrid: sleeps, then spins for the last stretch",
  none: "none: users set the pace",
};

/** The load generator's own health: the reason to believe, or not to believe, everything above. */
export function Generator({ run }: { run: RunFile }): JSX.Element {
  const { generator, validity } = run;
  return (
    <Section
      id="generator"
      title="The generator itself"
      lead="A load generator that is late or out of resources measures itself. What it checked, and what it used."
    >
      {validity.reasons.length > 0 && <Reasons reasons={validity.reasons} />}
      {validity.reasons.length === 0 && run.requests.sent > 0 && (
        <p>
          <Badge tone="good">No objection</Badge>{" "}
          <span class="muted">
            Lateness, achieved rate, CPU, open files and ports stayed within their limits.
          </span>
        </p>
      )}
      {generator.workersLost > 0 && (
        <p class="tone-bad">{`${generator.workersLost} of ${generator.workers} workers were lost: their requests are missing.`}</p>
      )}
      <div class="columns">
        <Facts facts={factsOf(run)} />
        <div class="stack">
          {seriesOf(run, "generator").map((series) => (
            <MonitorTable key={series.subject} series={series} />
          ))}
        </div>
      </div>
    </Section>
  );
}

function Reasons({ reasons }: { reasons: readonly ValidityReason[] }): JSX.Element {
  return (
    <Table
      caption="Why the run is not simply valid"
      rows={reasons}
      columns={[
        { title: "Check", cell: ({ code }) => <code>{code}</code> },
        {
          title: "Measured",
          numeric: true,
          cell: ({ value, unit }) => <Num q={quantity(value, unit)} />,
        },
        {
          title: "Limit",
          numeric: true,
          cell: ({ limit, unit }) => <Num q={exact(quantity(limit, unit))} />,
        },
        {
          title: "Weight",
          cell: ({ severity }) => (
            <Badge tone={severity === "invalid" ? "bad" : "warn"}>{severity}</Badge>
          ),
        },
        { title: "What to do", wide: true, cell: ({ advice }) => advice },
      ]}
    />
  );
}

function factsOf({
  generator,
  histograms,
  measuredMs,
}: RunFile): (readonly [string, ComponentChildren])[] {
  const lateness = histograms.pacing.maxMs ?? null;
  const loops = generator.eventLoopUtilization.map((used) => text(share(used))).join(", ");
  return [
    ["Own lateness, at most", <Num q={duration(lateness)} />],
    ["Workers", `${text(count(generator.workers))}, pacing by ${PACING[generator.pacing]}`],
    ["Event loop busy", loops === "" ? "not measured" : loops],
    ["Garbage collection", `${text(duration(generator.gcMs))} in ${text(duration(measuredMs))}`],
    ["Connections opened", text(count(generator.connectionsOpened))],
    ["In flight at most", text(count(generator.maxInFlight))],
    ["Open files", used(generator.fdsUsed, generator.fdLimit)],
    ["Local ports", used(generator.portsUsed, generator.portLimit)],
    ["Samples lost", text(count(generator.samplesLost))],
    ["Largest clock jump", text(duration(generator.clockJumpMs))],
  ];
}

function used(value: number | null, limit: number | null): string {
  if (value === null) return "could not be read";
  return limit === null ? text(count(value)) : `${text(count(value))} of ${text(count(limit))}`;
}
