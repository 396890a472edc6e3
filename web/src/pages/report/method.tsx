import { Fragment } from "preact";
import type { JSX } from "preact";
import { Section } from "../../components/section.tsx";
import { METHOD } from "./method-entries.ts";

/** Every kind of number in this report: how it is computed, its unit, where it comes from. */
export function Method(): JSX.Element {
  return (
    <Section id="method" title="How each number was computed">
      <details>
        <summary>Formulas, units and sources</summary>
        <dl class="method">
          {METHOD.map(({ name, formula, unit, source }) => (
            <Fragment key={name}>
              <dt>{name}</dt>
              <dd>
                {formula} <span class="muted">{`Unit: ${unit}. Source: ${source}.`}</span>
              </dd>
            </Fragment>
          ))}
        </dl>
      </details>
    </Section>
  );
}
