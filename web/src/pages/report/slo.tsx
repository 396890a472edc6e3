import type { JSX } from "preact";
import type { SloResult } from "../../../../src/contracts/run-file.ts";
import { Badge } from "../../components/badge.tsx";
import { Num } from "../../components/num.tsx";
import { Section } from "../../components/section.tsx";
import { Table } from "../../components/table.tsx";
import { exact, quantity } from "../../format/index.ts";

/** Each SLO with what was measured, and whether another run might decide otherwise. */
export function SloPart({
  slo,
  judged,
}: {
  slo: readonly SloResult[];
  /** False for an invalid run, which can decide none. */
  judged: boolean;
}): JSX.Element {
  return (
    <Section id="slo" title="Service-level objectives">
      {slo.length === 0 ? (
        <p class="muted">
          None was given, so nothing could be judged. Add one, such as{" "}
          <code>--slo 'p(99)&lt;300ms'</code>.
        </p>
      ) : (
        <Table
          caption="Service-level objectives"
          captionHidden
          compact={!slo.some(hasRemark)}
          rows={slo}
          columns={[
            { title: "Objective", cell: (row) => <code>{row.expression}</code> },
            { title: "Measured", numeric: true, cell: measured },
            {
              title: "Limit",
              numeric: true,
              cell: (row) => <Num q={exact(quantity(row.limit, row.unit))} />,
            },
            { title: "Result", cell: (row) => result(row, judged) },
            ...(slo.some(hasRemark) ? [{ title: "Remark", wide: true, cell: remark }] : []),
          ]}
        />
      )}
    </Section>
  );
}

function measured(row: SloResult): JSX.Element {
  if (row.value === null) return <span class="muted">no value</span>;
  return <Num q={quantity(row.value, row.unit)} />;
}

function result(row: SloResult, judged: boolean): JSX.Element {
  if (!judged) return <Badge tone="warn">not judged</Badge>;
  return <Badge tone={row.pass ? "good" : "bad"}>{row.pass ? "holds" : "fails"}</Badge>;
}

function hasRemark(row: SloResult): boolean {
  return !row.decisive || row.note !== undefined;
}

function remark(row: SloResult): JSX.Element {
  return (
    <>
      {!row.decisive && (
        <>
          <Badge tone="warn">not decisive</Badge>{" "}
        </>
      )}
      {row.note ??
        (row.decisive
          ? ""
          : "The interval of the value holds the limit: another run may decide otherwise.")}
    </>
  );
}
