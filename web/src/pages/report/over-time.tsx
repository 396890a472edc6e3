import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import type { RunFile } from "../../../../src/contracts/run-file.ts";
import { TimeFigure } from "../../charts/time-figure.tsx";
import type { TimeData, TimeSeries } from "../../charts/time-series.ts";
import { Section } from "../../components/section.tsx";
import { timelineOf } from "../../derive/timeline.ts";
import type { Timeline } from "../../derive/timeline.ts";
import { duration, exact, text } from "../../format/index.ts";
import { LATENCY_COLORS, sloLimits } from "./latency-marks.ts";
import { TimeTable } from "./time-table.tsx";

/** Rows of the table behind the charts. */
const TABLE_ROWS = 40;

/** Latency, rate and failures on one axis of time. */
export function OverTime({ run }: { run: RunFile }): JSX.Element {
  const timeline = useMemo(() => timelineOf(run.slices), [run]);
  const charts = useMemo(() => chartsOf(run, timeline), [run, timeline]);
  const table = (): JSX.Element => <TimeTable timeline={timelineOf(run.slices, TABLE_ROWS)} />;
  return (
    <Section
      id="time"
      title="Over time"
      lead="Each request counts where it was meant to leave. Steps are as long as the percentile needs to mean something; where they end, too few requests succeeded."
    >
      {timeline.bins.length === 0 ? (
        <p class="muted">Nothing was sent, so there is no course over time.</p>
      ) : (
        <>
          {timeline.slowest.every((value) => value === null) ? (
            <p class="muted">No request succeeded, so there is no response time to show.</p>
          ) : (
            <TimeFigure
              title="Response time"
              data={charts.latency}
              height={230}
              label="Response time over the run: median, p95, p99 and the slowest request"
              note={stepNote(timeline)}
              table={table}
            />
          )}
          <TimeFigure
            title="Rate"
            data={charts.rate}
            height={150}
            label="Requests a second over the run: offered, and responses completed"
          />
          {charts.failures === undefined ? (
            <p class="muted small">No request failed or was dropped.</p>
          ) : (
            <TimeFigure
              title="Failed and dropped"
              data={charts.failures}
              height={120}
              label="Failed and dropped requests a second over the run"
            />
          )}
        </>
      )}
    </Section>
  );
}

interface Charts {
  readonly latency: TimeData;
  readonly rate: TimeData;
  readonly failures: TimeData | undefined;
}

function chartsOf(run: RunFile, timeline: Timeline): Charts {
  const { bins } = timeline;
  const times = [...bins.map(({ startMs }) => startMs / 1000), (bins.at(-1)?.endMs ?? 0) / 1000];
  const range = [times[0] ?? 0, times.at(-1) ?? 1] as const;
  const latency: TimeSeries[] = timeline.percentiles.flatMap(({ q, values }, i) =>
    values.every((value) => value === null)
      ? []
      : [{ label: `p${q * 100}`, color: LATENCY_COLORS[i]!, values: held(values), style: "step" }],
  );
  const slowest = held(timeline.slowest).fill(null, bins.length);
  latency.unshift({ label: "slowest", color: "--slowest", values: slowest, style: "ticks" });
  const failures: TimeSeries[] = [
    { label: "failed", color: "--failed", values: held(timeline.failed), style: "area" },
    { label: "dropped", color: "--dropped", values: held(timeline.dropped), style: "area" },
  ];
  const failing = failures.filter(({ values }) => values.some((value) => value !== 0));
  return {
    latency: { times, range, unit: "ms", series: latency, limits: sloLimits(run) },
    rate: {
      times,
      range,
      unit: "per-second",
      series: [
        {
          label: "completed",
          color: "--completed",
          values: held(timeline.completed),
          style: "step",
        },
        {
          label: run.load.model === "open" ? "offered" : "started",
          color: "--offered",
          values: held(timeline.offered),
          style: "step",
          dashed: true,
        },
      ],
    },
    failures:
      failing.length === 0 ? undefined : { times, range, unit: "per-second", series: failing },
  };
}

/** The values with the last one repeated, so that its step is drawn to the end of the run. */
function held(values: readonly (number | null)[]): (number | null)[] {
  return [...values, values.at(-1) ?? null];
}

function stepNote({ percentiles, binMs }: Timeline): string {
  const missing = percentiles.filter(({ values }) => values.every((value) => value === null));
  const steps = percentiles
    .filter((percentile) => !missing.includes(percentile))
    .map(({ q, blockMs }) => `p${q * 100} over ${text(exact(duration(blockMs)))}`);
  const absent = missing.map(({ q }) => `p${q * 100}`).join(" and ");
  const why = absent === "" ? "" : ` Too few samples for ${absent} over time.`;
  return `Steps: ${[...steps, `slowest over ${text(exact(duration(binMs)))}`].join(", ")}.${why}`;
}
