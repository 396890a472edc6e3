import type { JSX } from "preact";
import { BarChart } from "../../charts/bar-chart.tsx";
import type { Base } from "../../charts/scale.ts";
import { Figure } from "../../charts/figure.tsx";
import { barsOf, spreadsWide } from "../../derive/input-sizes.ts";
import type { Weighted } from "../../derive/input-sizes.ts";

interface Props {
  readonly title: string;
  readonly values: readonly Weighted[];
  readonly base?: Base;
  readonly format: (value: number) => string;
}

/** The spread of one property of the inputs; a sentence when there is no spread, nothing when it is unknown. */
export function SizeFigure({ title, values, base, format }: Props): JSX.Element | null {
  const first = values[0];
  if (first === undefined) return null;
  if (values.every(({ value }) => value === first.value)) {
    return (
      <Figure title={title}>
        <p class="muted small">{`All the same: ${format(first.value)}.`}</p>
      </Figure>
    );
  }
  const all = values.map(({ value }) => value);
  const log = spreadsWide(values);
  const range = `from ${format(Math.min(...all))} to ${format(Math.max(...all))}`;
  return (
    <Figure title={title} note={range}>
      <BarChart
        label={`${title}: ${range}`}
        height={170}
        log={log}
        {...(base !== undefined && { base })}
        sets={[{ name: "requests", color: "--bar", bars: barsOf(values, log) }]}
        format={format}
      />
    </Figure>
  );
}
