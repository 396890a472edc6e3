import type { PayloadInfo } from "../../contracts/payload.ts";
import type { InputRecord, RunFile } from "../../contracts/run-file.ts";
import { bytes, count, quantity, text } from "../format.ts";
import type { Screen } from "./screen.ts";

const SHARES = [0.1, 0.5, 0.9] as const;

/** How many inputs there were, and their sizes weighted by how often each was sent. */
export function inputFacts({ inputs }: RunFile, screen: Screen): string[] {
  if (inputs.pool.length === 0) return [];
  const { length } = inputs.pool;
  const unique = inputs.unique === "none" ? "" : ", every body unique";
  const parts = [
    `${text(count(length))} ${length === 1 ? "payload" : "payloads"} (${inputs.spec})${unique}`,
    dimensions(inputs),
    spread("body", inputs, ({ bodyBytes }) => bodyBytes, bytesText),
  ];
  return [
    ...screen.fact("Inputs", parts.filter((part) => part !== "").join("; ")),
    ...inputs.notes.flatMap((note) => screen.fact("", note)),
  ];
}

function dimensions(inputs: InputRecord): string {
  const unit = inputs.pool.find(({ dimension }) => dimension !== undefined)?.dimension?.unit;
  if (unit === undefined || unit === "bytes") return "";
  const valueOf = ({ dimension }: PayloadInfo): number | undefined => dimension?.value;
  return spread(unit, inputs, valueOf, (value) => text(quantity(value, unit)));
}

function spread(
  name: string,
  { pool, sentByPayload }: InputRecord,
  valueOf: (payload: PayloadInfo) => number | undefined,
  show: (value: number) => string,
): string {
  const weighted = pool
    .map((payload, i) => ({ value: valueOf(payload), weight: sentByPayload[i] ?? 0 }))
    .filter((one): one is Weighted => one.value !== undefined && one.weight > 0)
    .toSorted((a, b) => a.value - b.value);
  if (weighted.length === 0) return "";
  const [low, middle, high] = SHARES.map((q) => show(weightedQuantile(weighted, q)));
  if (low === high) return `${name} ${low}`;
  return `${name} p10\u00a0${low}, p50\u00a0${middle}, p90\u00a0${high}`;
}

interface Weighted {
  readonly value: number;
  readonly weight: number;
}

/** The least value that at least a share `q` of the weight does not exceed. */
function weightedQuantile(ascending: readonly Weighted[], q: number): number {
  const wanted = q * ascending.reduce((sum, { weight }) => sum + weight, 0);
  let seen = 0;
  for (const { value, weight } of ascending) {
    seen += weight;
    if (seen >= wanted) return value;
  }
  return ascending.at(-1)!.value;
}

function bytesText(value: number): string {
  return text(bytes(value));
}
