import type { JSX } from "preact";
import { Contents } from "../components/contents.tsx";
import type { Entry } from "../components/contents.tsx";
import { ErrorBoundary } from "../components/error-boundary.tsx";
import { Masthead } from "../components/masthead.tsx";
import type { ReportDocument } from "../sources/source.ts";
import { Clocks } from "./report/clocks.tsx";
import { Distribution } from "./report/distribution.tsx";
import { FindingsPart } from "./report/findings.tsx";
import { Generator } from "./report/generator.tsx";
import { Inputs } from "./report/inputs.tsx";
import { KeyFigures } from "./report/key-figures.tsx";
import { Machines } from "./report/machines.tsx";
import { Method } from "./report/method.tsx";
import { Outcomes } from "./report/outcomes.tsx";
import { OverTime } from "./report/over-time.tsx";
import { Phases } from "./report/phases.tsx";
import { Reproduce } from "./report/reproduce.tsx";
import { SloPart } from "./report/slo.tsx";
import { VerdictPart } from "./report/verdict.tsx";

/** Parts of the page, in order, as the table of contents names them. */
const ENTRIES: readonly Entry[] = [
  { id: "verdict", title: "Verdict" },
  { id: "slo", title: "Objectives" },
  { id: "findings", title: "Findings" },
  { id: "figures", title: "Key figures" },
  { id: "time", title: "Over time" },
  { id: "distribution", title: "Distribution" },
  { id: "clocks", title: "Three clocks" },
  { id: "phases", title: "Phases" },
  { id: "outcomes", title: "Outcomes" },
  { id: "inputs", title: "Inputs" },
  { id: "machines", title: "Target and host" },
  { id: "generator", title: "Generator" },
  { id: "method", title: "Method" },
  { id: "reproduce", title: "Run it again" },
];

/** The report of one run, the verdict first and the evidence below. */
export function Report({ document: { run, headline } }: { document: ReportDocument }): JSX.Element {
  return (
    <div class="frame">
      <a class="skip-link" href="#verdict">
        Skip to the verdict
      </a>
      <div class="page">
        <Masthead run={run} />
        <main>
          <ErrorBoundary>
            <VerdictPart run={run} headline={headline} />
          </ErrorBoundary>
          <SloPart slo={run.slo} judged={run.validity.verdict !== "invalid"} />
          <FindingsPart run={run} />
          <KeyFigures run={run} />
          <OverTime run={run} />
          <Distribution run={run} />
          <Clocks run={run} />
          <Phases run={run} />
          <Outcomes run={run} />
          <Inputs run={run} />
          <Machines run={run} />
          <Generator run={run} />
          <Method />
          <Reproduce run={run} />
        </main>
        <footer class="colophon">
          {`kneepoint ${run.environment.kneepoint} · run ${run.id} · schema ${run.schema}`}
        </footer>
      </div>
      <Contents entries={ENTRIES} />
    </div>
  );
}
