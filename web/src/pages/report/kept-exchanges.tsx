import type { JSX } from "preact";
import type { KeptExchange } from "../../../../src/contracts/run-file.ts";
import { moment } from "../../charts/time-axis.ts";
import { TextBlock } from "../../components/text-block.tsx";
import { bytes, text } from "../../format/index.ts";

/** Examples of exchanges kept for people: status, headers and the beginning of the body, as text. */
export function KeptExchanges({ kept }: { kept: readonly KeptExchange[] }): JSX.Element | null {
  if (kept.length === 0) return null;
  return (
    <div>
      <h3>Kept examples</h3>
      {kept.map((exchange) => (
        <Exchange key={`${exchange.sequence}-${exchange.atMs}`} exchange={exchange} />
      ))}
    </div>
  );
}

function Exchange({ exchange }: { exchange: KeptExchange }): JSX.Element {
  const { sequence, atMs, outcome, status, detail, headers, body, bodyBytes } = exchange;
  const shown = body.length < bodyBytes ? `beginning of ${text(bytes(bodyBytes))}` : "all of it";
  return (
    <details class="kept">
      <summary>
        <code>{outcome}</code>
        {status > 0 && ` · status ${status}`}
        {detail !== "" && ` · ${detail}`}
        <span class="muted">{` · request ${sequence} ${when(atMs)}`}</span>
      </summary>
      <div class="columns">
        <div>
          <h3>Response headers</h3>
          {headers === "" ? (
            <p class="muted">none received</p>
          ) : (
            <TextBlock label="Response headers" text={headers} />
          )}
        </div>
        <div>
          <h3>Response body{bodyBytes > 0 && <span class="muted small">{` (${shown})`}</span>}</h3>
          {body === "" ? (
            <p class="muted">none received</p>
          ) : (
            <TextBlock label="Response body" text={body} />
          )}
        </div>
      </div>
    </details>
  );
}

function when(atMs: number): string {
  return atMs < 0 ? "during warm-up" : `at ${moment(atMs / 1000)}`;
}
