import type { ComponentChildren, JSX } from "preact";
import type { RunFile } from "../../../../src/contracts/run-file.ts";
import { Num } from "../../components/num.tsx";
import { Section } from "../../components/section.tsx";
import { percentileLabel, whyAbsent } from "../../derive/absent.ts";
import type { PercentileName } from "../../derive/absent.ts";
import { between, count, counted, duration, exact, rate, share, text } from "../../format/index.ts";
import type { Quantity } from "../../format/index.ts";

/** The numbers most readers came for. */
export function KeyFigures({ run }: { run: RunFile }): JSX.Element {
  const { load, requests, throughput } = run;
  const total = Math.max(1, requests.scheduled);
  const seconds = text(exact(duration(load.durationSeconds * 1000)));
  return (
    <Section id="figures" title="Key figures" lead={leadOf(run)}>
      <dl class="key-figures">
        {load.offeredRate === null ? (
          <KeyFigure title="Users" value={count(load.concurrency)} aside="closed model" />
        ) : (
          <KeyFigure
            title="Offered rate"
            value={rate(load.offeredRate)}
            aside="wanted by the schedule"
          />
        )}
        <KeyFigure
          title="Achieved rate"
          value={rate(load.achievedRate)}
          aside={`${text(count(requests.sent))} sent in ${seconds}`}
        />
        <KeyFigure
          title="Successful"
          value={rate(throughput.okPerSecond)}
          aside={`${text(count(requests.ok))} ok`}
        />
        <Percentile run={run} name="p50" />
        <Percentile run={run} name="p95" />
        <Percentile run={run} name="p99" />
        <KeyFigure
          title="Errors"
          value={requests.sent === 0 ? undefined : share(requests.failed / requests.sent)}
          aside={
            requests.sent === 0
              ? "nothing was sent"
              : `${text(count(requests.failed))} of ${text(count(requests.sent))} sent`
          }
        />
        <KeyFigure
          title="Dropped or unfinished"
          value={share((requests.dropped + requests.unfinished) / total)}
          aside={`${text(count(requests.dropped))} never sent, ${text(count(requests.unfinished))} unfinished`}
        />
      </dl>
    </Section>
  );
}

function leadOf({ load, requests }: RunFile): string {
  const warmup =
    load.warmupSeconds > 0
      ? ` After ${text(exact(duration(load.warmupSeconds * 1000)))} of warm-up (${counted(requests.warmup, "request")}, in no statistic).`
      : "";
  return load.model === "open"
    ? `Open model: requests leave on schedule, whether or not earlier ones were answered. Latency counts from the intended send time.${warmup}`
    : `Closed model: users wait for their answer before they ask again, so a slow target lowers the load.${warmup}`;
}

function Percentile({ run, name }: { run: RunFile; name: PercentileName }): JSX.Element {
  const { response } = run.latencyMs;
  const value = response[name];
  const title = `Response time ${percentileLabel(name)}`;
  if (value === undefined) {
    return <KeyFigure title={title} value={undefined} aside={whyAbsent(response, name)} />;
  }
  const interval = response.ci[name];
  const aside =
    interval === undefined
      ? "no interval can be given"
      : `${between(duration(interval[0]), duration(interval[1]))}, 95 % interval`;
  return <KeyFigure title={title} value={duration(value)} aside={aside} />;
}

interface KeyFigureProps {
  readonly title: string;
  readonly value: Quantity | undefined;
  readonly aside: ComponentChildren;
}

function KeyFigure({ title, value, aside }: KeyFigureProps): JSX.Element {
  return (
    <div>
      <dt>{title}</dt>
      <dd>
        <div class="value">
          {value === undefined ? <span class="muted">–</span> : <Num q={value} />}
        </div>
        <div class="aside">{aside}</div>
      </dd>
    </div>
  );
}
