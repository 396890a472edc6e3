import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import type { RunFile } from "../../../../src/contracts/run-file.ts";
import { BarChart } from "../../charts/bar-chart.tsx";
import type { BarSet, Mark } from "../../charts/bar-chart.tsx";
import { CurveChart } from "../../charts/curve-chart.tsx";
import type { Curve } from "../../charts/curve-chart.tsx";
import { Figure } from "../../charts/figure.tsx";
import { Section } from "../../components/section.tsx";
import { PERCENTILE_NAMES, percentileLabel } from "../../derive/absent.ts";
import { decadeParts, logBars } from "../../derive/log-bins.ts";
import { percentileCurve } from "../../derive/percentile-curve.ts";
import { duration, exact, text } from "../../format/index.ts";

const MARKED = new Set(["p50", "p95", "p99"]);

/** How response times are spread, and how far out the tail goes. */
export function Distribution({ run }: { run: RunFile }): JSX.Element {
  const sets = useMemo(() => barSets(run), [run]);
  const curves = useMemo(() => curvesOf(run), [run]);
  return (
    <Section
      id="distribution"
      title="Distribution"
      lead="Several humps mean several kinds of request: other sizes, caches, retries or a queue that comes and goes."
    >
      {sets.length === 0 ? (
        <p class="muted">No request came to an end, so there is nothing to distribute.</p>
      ) : (
        <div class="columns">
          <Figure
            title="Response time, logarithmic axis"
            legend={sets.map(({ name, color }) => ({ label: name, color, shape: "box" }))}
          >
            <BarChart
              label={describe(run)}
              log
              sets={sets}
              marks={marksOf(run)}
              format={(ms) => text(exact(duration(ms)))}
            />
          </Figure>
          <Curves curves={curves} />
        </div>
      )}
    </Section>
  );
}

function Curves({ curves }: { curves: readonly Curve[] }): JSX.Element {
  if (curves.length === 0) {
    return (
      <Figure title="By percentile">
        <p class="muted small">
          Too few requests succeeded: a percentile needs ten samples beyond it.
        </p>
      </Figure>
    );
  }
  return (
    <Figure
      title="By percentile"
      legend={curves.map(({ name, color, dashed }) => ({
        label: name,
        color,
        shape: dashed === true ? "dashed" : "line",
      }))}
    >
      <CurveChart
        label="Response and service time by percentile; the table of the three clocks has the values"
        curves={curves}
      />
    </Figure>
  );
}

function barSets({ histograms: { response, failed } }: RunFile): BarSet[] {
  const filled = [response, failed].filter(({ counts }) => counts.length > 0);
  if (filled.length === 0) return [];
  const low = Math.min(...filled.map(({ minMs = 0 }) => minMs));
  const high = Math.max(...filled.map(({ maxMs = 0 }) => maxMs));
  const parts = decadeParts(low, high);
  const sets: BarSet[] = [
    { name: "ok", color: "--bar", bars: logBars(response, parts) },
    { name: "failed", color: "--failed", bars: logBars(failed, parts) },
  ];
  return sets.filter(({ bars }) => bars.length > 0);
}

function curvesOf({ histograms: { response, service } }: RunFile): Curve[] {
  const curves: Curve[] = [
    { name: "response", color: "--p95", points: percentileCurve(response) },
    { name: "service", color: "--p99", dashed: true, points: percentileCurve(service) },
  ];
  return curves.filter(({ points }) => points.length > 0);
}

function marksOf({ latencyMs: { response } }: RunFile): Mark[] {
  return PERCENTILE_NAMES.flatMap((name) => {
    const at = response[name];
    return at === undefined || !MARKED.has(name) ? [] : [{ at, label: percentileLabel(name) }];
  });
}

function describe({ latencyMs: { response } }: RunFile): string {
  const known = PERCENTILE_NAMES.flatMap((name) => {
    const value = response[name];
    return value === undefined ? [] : [`${percentileLabel(name)} ${text(duration(value))}`];
  });
  return `Histogram of response times. ${known.length === 0 ? "Too few samples for percentiles." : known.join(", ")}`;
}
