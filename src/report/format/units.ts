import { digits, exact, grouped, NOTHING, scaled } from "./quantity.ts";
import type { Quantity, Step } from "./quantity.ts";

type Maybe = number | null | undefined;

const TIME: readonly Step[] = [
  { from: 0.001, unit: "µs" },
  { from: 1, unit: "ms" },
  { from: 1000, unit: "s" },
  { from: 600_000, unit: "min" },
  { from: 7_200_000, unit: "h" },
];
const BYTES: readonly Step[] = ["B", "KiB", "MiB", "GiB", "TiB"].map((unit, i) => ({
  from: 1024 ** i,
  unit,
}));
const PIXELS: readonly Step[] = [
  { from: 1, unit: "px" },
  { from: 1e4, unit: "MP" },
  { from: 1e9, unit: "GP" },
];
/** Shares smaller than this are shown as "less than". */
const SMALLEST_SHARE = 0.0001;

/** A duration in milliseconds, as µs, ms, s, min or h. */
export function duration(ms: Maybe): Quantity {
  if (!known(ms)) return NOTHING;
  if (ms === 0) return { value: "0", unit: "ms" };
  const step = TIME.findLast((s) => Math.abs(Number((ms / s.from).toPrecision(3))) >= 1);
  return step?.unit === "min" || step?.unit === "h"
    ? { value: digits(ms / (step.unit === "h" ? 3_600_000 : 60_000)), unit: step.unit }
    : scaled(ms, TIME.slice(0, 3));
}

/** Bytes in binary units. */
export function bytes(value: Maybe): Quantity {
  if (!known(value)) return NOTHING;
  return value < 1024 ? { value: grouped(value.toFixed(0)), unit: "B" } : scaled(value, BYTES);
}

/** Bytes a second in binary units. */
export function byteRate(value: Maybe): Quantity {
  if (!known(value)) return NOTHING;
  const size = bytes(value);
  return { value: size.value, unit: `${size.unit}/s` };
}

/** Events a second. */
export function rate(value: Maybe): Quantity {
  return known(value) ? { value: digits(value), unit: "/s" } : NOTHING;
}

/** A share of 0..1 in percent. */
export function share(value: Maybe): Quantity {
  if (!known(value)) return NOTHING;
  if (value === 0) return { value: "0", unit: "%" };
  if (Math.abs(value) < SMALLEST_SHARE) return { value: "< 0.01", unit: "%" };
  if (value < 1 && value > 0.9995) return { value: "> 99.95", unit: "%" };
  const percent = value * 100;
  return exact({ value: percent.toFixed(Math.abs(percent) < 10 ? 2 : 1), unit: "%" });
}

/** How many, without a unit of its own. */
export function count(value: Maybe): Quantity {
  if (!known(value)) return NOTHING;
  return { value: Number.isInteger(value) ? grouped(String(value)) : digits(value), unit: "" };
}

/** CPU time spent a second, in cores. */
export function cores(value: Maybe): Quantity {
  return known(value) ? { value: value.toFixed(2), unit: "cores" } : NOTHING;
}

/** Pixels, as px or megapixels. */
export function pixels(value: Maybe): Quantity {
  if (!known(value)) return NOTHING;
  const step = PIXELS.findLast((s) => value >= s.from) ?? PIXELS[0]!;
  return { value: digits(value / (step.unit === "MP" ? 1e6 : step.from)), unit: step.unit };
}

function known(value: Maybe): value is number {
  return typeof value === "number" && Number.isFinite(value);
}
