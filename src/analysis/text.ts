/** A time for people: `0.42 ms`, `14.2 ms`, `12.3 s`. */
export function formatMs(ms: number): string {
  return ms >= 10_000 ? `${digits(ms / 1000)} s` : `${digits(ms)} ms`;
}

/** A share of 0..1 for people: `0.42 %`, `12 %`. */
export function formatShare(share: number): string {
  return `${digits(share * 100)} %`;
}

/** A rate for people: `49.8/s`. */
export function formatRate(perSecond: number): string {
  return `${digits(perSecond)}/s`;
}

/** Smaller quantities come from rounding, and nobody could act on them. */
const NOTHING = 1e-6;

/** Three significant digits, never in exponential form; trailing zeros are left out. */
export function digits(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? "infinite" : "unknown";
  const magnitude = Math.abs(value);
  if (magnitude >= 100) return grouped(Math.round(value));
  if (magnitude < NOTHING) return "0";
  return String(Number(value.toPrecision(magnitude < 0.001 ? 1 : 3)));
}

/** A whole number with thousands separated: `12,571`. */
export function grouped(value: number): string {
  return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** `1 request`, `2 requests`; `plural` where an s is not enough. */
export function counted(count: number, noun: string, plural: string = `${noun}s`): string {
  return `${grouped(count)} ${count === 1 ? noun : plural}`;
}
