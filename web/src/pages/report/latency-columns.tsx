import { Num } from "../../components/num.tsx";
import type { Column } from "../../components/table.tsx";
import type { LatencySummary } from "../../../../src/contracts/run-file.ts";
import { PERCENTILE_NAMES, percentileLabel, whyAbsent } from "../../derive/absent.ts";
import { count, duration, text } from "../../format/index.ts";

/** Columns of a latency summary: samples, mean, percentiles and maximum; an absent one says why. */
export function latencyColumns<Row>(summaryOf: (row: Row) => LatencySummary): Column<Row>[] {
  return [
    { title: "Samples", numeric: true, cell: (row) => text(count(summaryOf(row).n)) },
    { title: "Mean", numeric: true, cell: (row) => <Num q={duration(summaryOf(row).mean)} /> },
    ...PERCENTILE_NAMES.map((name) => ({
      title: percentileLabel(name),
      numeric: true,
      cell: (row: Row) => {
        const summary = summaryOf(row);
        const value = summary[name];
        if (value !== undefined) return <Num q={duration(value)} />;
        const why = whyAbsent(summary, name);
        return (
          <span class="muted" title={why}>
            –<span class="hidden-visually">{` ${why}`}</span>
          </span>
        );
      },
    })),
    { title: "Max", numeric: true, cell: (row) => <Num q={duration(summaryOf(row).max)} /> },
  ];
}
