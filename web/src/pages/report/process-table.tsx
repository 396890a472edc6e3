import type { JSX } from "preact";
import type { MonitorSeries } from "../../../../src/contracts/monitor.ts";
import { Sparkline } from "../../charts/sparkline.tsx";
import { Facts } from "../../components/facts.tsx";
import { More } from "../../components/more.tsx";
import { Notes } from "../../components/notes.tsx";
import { Num } from "../../components/num.tsx";
import { Table } from "../../components/table.tsx";
import type { Column } from "../../components/table.tsx";
import { columnStats } from "../../derive/column-stats.ts";
import { cores, quantity, text } from "../../format/index.ts";
import { factOf } from "./column-labels.ts";

/** Processes shown at once; with more, the busiest come first and the others on demand. */
const SHOWN = 8;

/** The target's processes, the busiest first, and what could not be read of them. */
export function ProcessTable({ series }: { series: readonly MonitorSeries[] }): JSX.Element {
  const unreadable = [...new Set(series.flatMap((one) => one.unreadable))];
  const total = series.reduce((sum, one) => sum + (meanOf(one, "cpu") ?? 0), 0);
  const rest = series.slice(SHOWN);
  return (
    <>
      {series.length > 1 && (
        <p>{`${series.length} processes used ${text(cores(total))} together on average.`}</p>
      )}
      <Processes caption="Processes of the target" series={series.slice(0, SHOWN)} />
      {rest.length > 0 && (
        <More
          summary={rest.length === 1 ? "The other process" : `The other ${rest.length} processes`}
        >
          {() => <Processes caption="Less busy processes of the target" series={rest} />}
        </More>
      )}
      <Notes notes={unreadable} />
      <More summary="What these processes are">
        {() => series.map((one) => <Facts key={one.subject} facts={factsOf(one)} />)}
      </More>
    </>
  );
}

function Processes(props: { caption: string; series: readonly MonitorSeries[] }): JSX.Element {
  const { caption, series } = props;
  const top = Math.max(0, ...series.map((one) => maxOf(one, "cpu") ?? 0));
  return (
    <Table
      caption={caption}
      rows={series}
      columns={[
        { title: "Process", cell: ({ subject }) => subject },
        {
          title: "CPU over time",
          cell: ({ columns }) => <Sparkline values={columns["cpu"]?.values ?? []} top={top} />,
        },
        figure("CPU, mean", (one) => quantity(meanOf(one, "cpu"), "cores")),
        figure("CPU, max", (one) => quantity(maxOf(one, "cpu"), "cores")),
        figure("Busiest thread, max", (one) => quantity(maxOf(one, "cpuMaxThread"), "cores")),
        figure("Memory, max", (one) => quantity(maxOf(one, "rss"), "bytes")),
        figure("Threads, max", (one) => quantity(maxOf(one, "threads"), "count")),
      ]}
    />
  );
}

function figure(
  title: string,
  value: (series: MonitorSeries) => ReturnType<typeof quantity>,
): Column<MonitorSeries> {
  return { title, numeric: true, cell: (one) => <Num q={value(one)} /> };
}

function factsOf({ subject, facts }: MonitorSeries): (readonly [string, string])[] {
  return [
    ["process", subject],
    ...Object.entries(facts).map(([name, value]) => factOf(name, value)),
  ];
}

function meanOf({ columns }: MonitorSeries, name: string): number | undefined {
  const column = columns[name];
  return column === undefined ? undefined : columnStats(column).mean;
}

function maxOf({ columns }: MonitorSeries, name: string): number | undefined {
  const column = columns[name];
  return column === undefined ? undefined : columnStats(column).max;
}
