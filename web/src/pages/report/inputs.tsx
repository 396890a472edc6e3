import type { JSX } from "preact";
import { useMemo } from "preact/hooks";
import type { InputRecord, RunFile } from "../../../../src/contracts/run-file.ts";
import { Facts } from "../../components/facts.tsx";
import { Notes } from "../../components/notes.tsx";
import { Section } from "../../components/section.tsx";
import { aspectRatio, weighted } from "../../derive/input-sizes.ts";
import { bytes, counted, duration, exact, quantity, text } from "../../format/index.ts";
import { SizeEffect } from "./size-effect.tsx";
import { SizeFigure } from "./size-figure.tsx";

const UNIQUE: Readonly<Record<InputRecord["unique"], string>> = {
  nonce:
    "every body differs from every other by a nonce, so a cache of bodies cannot pass for speed",
  none: "bodies are sent as they are: a cache in the service may answer repeated ones",
};

/** What was sent: how large, of what shape, and what size does to the response time. */
export function Inputs({ run: { inputs } }: { run: RunFile }): JSX.Element {
  const pool = inputs.pool;
  const unit = pool.find((payload) => payload.dimension !== undefined)?.dimension?.unit;
  const dimensions = useMemo(
    () => weighted(inputs, (payload) => payload.dimension?.value),
    [inputs],
  );
  const sizes = useMemo(() => weighted(inputs, (payload) => payload.bodyBytes), [inputs]);
  const ratios = useMemo(() => weighted(inputs, aspectRatio), [inputs]);
  return (
    <Section id="inputs" title="Inputs sent" lead="Each input counts as often as it was sent.">
      <Facts
        facts={[
          ["Input", <code>{inputs.spec === "" ? "none" : inputs.spec}</code>],
          [
            "Pool",
            `${counted(pool.length, "input")}, ${text(bytes(inputs.poolBytes))}, prepared in ${text(duration(inputs.preparedInMs))} before the clock started`,
          ],
          ["Uniqueness", UNIQUE[inputs.unique]],
        ]}
      />
      <div class="columns">
        {unit !== undefined && unit !== "bytes" && (
          <SizeFigure
            title={`Size, ${unit}`}
            values={dimensions}
            format={(value) => text(exact(quantity(value, unit)))}
          />
        )}
        <SizeFigure
          title="Size of the whole body"
          base={2}
          values={sizes}
          format={(value) => text(exact(bytes(value)))}
        />
        <SizeFigure
          title="Width : height"
          values={ratios}
          format={(value) => `${value.toFixed(2)} : 1`}
        />
        <SizeEffect inputs={inputs} />
      </div>
      <Notes notes={inputs.notes} />
    </Section>
  );
}
