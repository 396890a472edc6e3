import type { JSX } from "preact";
import { moment } from "../../charts/time-axis.ts";
import { Num } from "../../components/num.tsx";
import { Table } from "../../components/table.tsx";
import type { Timeline } from "../../derive/timeline.ts";
import { duration, exact, rate, text } from "../../format/index.ts";

/** The charts over time as numbers. */
export function TimeTable({ timeline }: { timeline: Timeline }): JSX.Element {
  const { bins, percentiles, slowest, offered, completed, failed, dropped } = timeline;
  return (
    <Table
      caption="Response time and rate over the run"
      rows={bins}
      columns={[
        { title: "From", cell: (bin) => moment(bin.startMs / 1000) },
        ...percentiles.map(({ q, blockMs, values }) => ({
          title: `p${q * 100} of ${text(exact(duration(blockMs)))}`,
          numeric: true,
          cell: (_: unknown, i: number) => <Num q={duration(values[i])} />,
        })),
        { title: "Slowest", numeric: true, cell: (_, i) => <Num q={duration(slowest[i])} /> },
        { title: "Offered", numeric: true, cell: (_, i) => <Num q={rate(offered[i])} /> },
        { title: "Completed", numeric: true, cell: (_, i) => <Num q={rate(completed[i])} /> },
        { title: "Failed", numeric: true, cell: (_, i) => <Num q={rate(failed[i])} /> },
        { title: "Dropped", numeric: true, cell: (_, i) => <Num q={rate(dropped[i])} /> },
      ]}
    />
  );
}
