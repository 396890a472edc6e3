import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import type { MonitorSeries } from "../../../../src/contracts/monitor.ts";
import type { RunFile } from "../../../../src/contracts/run-file.ts";
import type { Limit } from "../../charts/time-series.ts";
import { Section } from "../../components/section.tsx";
import { seriesOf } from "../../derive/column-stats.ts";
import { bytes, exact, text } from "../../format/index.ts";
import { MonitorFigure } from "./monitor-figure.tsx";
import { MonitorTable } from "./monitor-table.tsx";
import { ProcessTable } from "./process-table.tsx";

/** What the target's processes and the machine did meanwhile. */
export function Machines({ run }: { run: RunFile }): JSX.Element {
  const target = useMemo(() => seriesOf(run, "target"), [run]);
  const host = useMemo(() => seriesOf(run, "host"), [run]);
  const range = [0, run.measuredMs / 1000] as const;
  return (
    <Section
      id="machines"
      title="Target and host"
      lead="A process that stays at 1 core while the host has cores to spare is serialised; memory that only grows will not last."
    >
      {target.length === 0 ? (
        <p class="muted">
          The target was not watched: no process was named with <code>--pid</code>, and none on this
          machine listens at its address.
        </p>
      ) : (
        <Target series={target} range={range} />
      )}
      {host.map((series) => (
        <div class="columns" key={series.subject}>
          <MonitorFigure
            title="Host"
            series={[series]}
            unit="cores"
            range={range}
            limits={limitOf([series], "cores", (value) => `all of ${value} cores`)}
          />
          <MonitorTable series={series} />
        </div>
      ))}
    </Section>
  );
}

interface TargetProps {
  readonly series: readonly MonitorSeries[];
  readonly range: readonly [from: number, to: number];
}

function Target({ series, range }: TargetProps): JSX.Element {
  const processes = series.filter(({ monitor }) => monitor === "process");
  const others = series.filter(({ monitor }) => monitor !== "process");
  return (
    <>
      <div class="columns">
        <MonitorFigure
          title="CPU"
          series={processes}
          unit="cores"
          range={range}
          limits={limitOf(others, "cpuLimitCores", (value) => `limit ${value} cores`)}
        />
        <MonitorFigure
          title="Resident memory"
          series={processes}
          unit="bytes"
          only="rss"
          range={range}
          limits={limitOf(
            others,
            "memoryLimitBytes",
            (value) => `limit ${text(exact(bytes(value)))}`,
          )}
        />
      </div>
      {processes.length > 0 && <ProcessTable series={processes} />}
      {others.map((one) => (
        <MonitorTable key={one.subject} series={one} />
      ))}
    </>
  );
}

/** The smallest limit that the series state under this name. */
function limitOf(
  series: readonly MonitorSeries[],
  fact: string,
  label: (value: number) => string,
): Limit[] {
  const values = series
    .map(({ facts }) => facts[fact])
    .filter((value) => typeof value === "number");
  if (values.length === 0) return [];
  const at = Math.min(...values);
  return [{ at, label: label(at) }];
}
