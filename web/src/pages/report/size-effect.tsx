import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import { fitInputSize } from "../../../../src/analysis/input-size.ts";
import type { InputSizeFit } from "../../../../src/analysis/input-size.ts";
import type { InputRecord } from "../../../../src/contracts/run-file.ts";
import { Figure } from "../../charts/figure.tsx";
import { ScatterChart } from "../../charts/scatter-chart.tsx";
import { duration, share, text } from "../../format/index.ts";

/** Below this share of explained variance, size does not decide the response time. */
const WEAK = 0.2;
/** The unit of the axis, by the unit of the dimension: `InputSizeFit.per` in short. */
const SHORT: Readonly<Record<InputSizeFit["unit"], string>> = {
  pixels: "MP",
  bytes: "MB",
  characters: "k characters",
  tokens: "k tokens",
  elements: "M elements",
  seconds: "s",
  rows: "rows",
};

/** Mean response time against size, with what the line through it says; nothing where sizes hardly differ. */
export function SizeEffect({ inputs }: { inputs: InputRecord }): JSX.Element | null {
  const fit = useMemo(() => fitInputSize(inputs), [inputs]);
  if (fit === undefined) return null;
  const sentence = describe(fit);
  return (
    <Figure title="Mean response time by size" note={sentence}>
      <ScatterChart
        label={`Mean response time against size, one dot an input. ${sentence}`}
        fit={fit}
        height={170}
        format={(size) => `${Number(size.toPrecision(3))}\u00a0${SHORT[fit.unit]}`}
      />
    </Figure>
  );
}

function describe({ fixedMs, slopeMs, per, leastSquares }: InputSizeFit): string {
  const explained = text(share(leastSquares.r2));
  if (leastSquares.r2 < WEAK) {
    return `Size explains ${explained} of the differences: something else decides.`;
  }
  return `About ${text(duration(fixedMs))} and ${text(duration(slopeMs))} a ${per}; size explains ${explained} of the differences.`;
}
