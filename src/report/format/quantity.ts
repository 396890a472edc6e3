/** A number ready to be shown: never apart from its unit. `unit` is empty for pure counts. */
export interface Quantity {
  readonly value: string;
  readonly unit: string;
}

/** One step of a unit's ladder: values of at least `from` are divided by it and carry `unit`. */
export interface Step {
  readonly from: number;
  readonly unit: string;
}

/** What stands where a number is missing. */
export const NOTHING: Quantity = { value: "–", unit: "" };

const SIGNIFICANT = 3;

/** `value unit` with a no-break space, or what stands for a missing number. */
export function text(quantity: Quantity): string {
  if (quantity.unit === "") return quantity.value;
  return `${quantity.value}\u00a0${quantity.unit}`;
}

/** The quantity without zeros that only show precision: for limits and settings, which are exact. */
export function exact(quantity: Quantity): Quantity {
  const value = quantity.value.replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "");
  return { value, unit: quantity.unit };
}

/** Two ends of an interval, the unit said once where both share it: `212–240 ms`. */
export function between(low: Quantity, high: Quantity): string {
  if (low.unit === high.unit) return text({ value: `${low.value}–${high.value}`, unit: low.unit });
  return `${text(low)} – ${text(high)}`;
}

/** The value on the highest step whose rounded figure is at least one, three significant digits. */
export function scaled(value: number, ladder: readonly Step[]): Quantity {
  const size = Math.abs(value);
  const step = ladder.findLast((s) => round(size / s.from) >= 1) ?? ladder[0]!;
  return { value: digits(value / step.from), unit: step.unit };
}

/** Three significant digits, all digits of the integer part, thousands set apart. */
export function digits(value: number): string {
  const size = round(Math.abs(value));
  if (size === 0) return "0";
  const decimals = Math.max(0, SIGNIFICANT - 1 - Math.floor(Math.log10(size)));
  return grouped(value.toFixed(Math.min(decimals, 6)));
}

/** An integer with its thousands set apart by commas. */
export function grouped(figure: string): string {
  const [integer = "", fraction] = figure.split(".");
  const parts = integer.replace(/\B(?=(\d{3})+$)/g, ",");
  return fraction === undefined ? parts : `${parts}.${fraction}`;
}

function round(value: number): number {
  return value === 0 ? 0 : Number(value.toPrecision(SIGNIFICANT));
}
