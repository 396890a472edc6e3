import { digits, NOTHING } from "./quantity.ts";
import type { Quantity } from "./quantity.ts";
import { byteRate, bytes, cores, count, duration, pixels, rate, share } from "./units.ts";

type Formatter = (value: number) => Quantity;

/** Units that run files name, and how each is shown. */
const FORMATTERS: Readonly<Record<string, Formatter>> = {
  ms: duration,
  s: (value) => duration(value * 1000),
  seconds: (value) => duration(value * 1000),
  share,
  "per-second": rate,
  "/s": rate,
  "requests/s": rate,
  bytes,
  "bytes/s": byteRate,
  cores,
  count,
  pixels,
};

/** A value in the unit a run file names; a unit not known here is printed as it stands. */
export function quantity(value: number | null | undefined, unit: string): Quantity {
  if (value === null || value === undefined || !Number.isFinite(value)) return NOTHING;
  if (Object.hasOwn(FORMATTERS, unit)) return FORMATTERS[unit]!(value);
  return { value: Number.isInteger(value) ? count(value).value : digits(value), unit };
}
