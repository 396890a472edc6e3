import type { JSX } from "preact";
import type { MonitorColumn, MonitorSeries } from "../../../../src/contracts/monitor.ts";
import { Sparkline } from "../../charts/sparkline.tsx";
import { Notes } from "../../components/notes.tsx";
import { Num } from "../../components/num.tsx";
import { Table } from "../../components/table.tsx";
import { columnStats } from "../../derive/column-stats.ts";
import { quantity } from "../../format/index.ts";
import { columnLabel, factOf } from "./column-labels.ts";

type Row = readonly [name: string, column: MonitorColumn];

/** Everything one monitor read of one subject, a row a quantity. */
export function MonitorTable({ series }: { series: MonitorSeries }): JSX.Element {
  const facts = Object.entries(series.facts).map(([name, value]) => factOf(name, value).join(" "));
  const rows = Object.entries(series.columns).filter(([, column]) => wasRead(column));
  return (
    <div>
      <Table<Row>
        caption={capitalized(series.subject)}
        rows={rows}
        columns={[
          { title: "Quantity", cell: ([name]) => columnLabel(name) },
          {
            title: "Over time",
            cell: ([, column]) => (
              <Sparkline values={column.values} top={columnStats(column).max ?? 0} />
            ),
          },
          {
            title: "Mean",
            numeric: true,
            cell: ([, column]) => <Num q={quantity(columnStats(column).mean, column.unit)} />,
          },
          {
            title: "Max",
            numeric: true,
            cell: ([, column]) => <Num q={quantity(columnStats(column).max, column.unit)} />,
          },
        ]}
      />
      {facts.length > 0 && <p class="muted small">{facts.join(" · ")}</p>}
      <Notes notes={series.unreadable} />
    </div>
  );
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function wasRead({ values }: MonitorColumn): boolean {
  return values.some((value) => value !== null);
}
