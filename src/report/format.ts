/**
 * How quantities and foreign texts are written for people, the same in the terminal and in the browser: three
 * significant digits, a unit with every number, a dash for what is missing. Pure: nothing here imports Node.
 */
export { quantity } from "./format/by-unit.ts";
export { utc } from "./format/date.ts";
export { plainText, withPlainTexts } from "./format/plain-text.ts";
export { between, exact, NOTHING, text } from "./format/quantity.ts";
export type { Quantity } from "./format/quantity.ts";
export { byteRate, bytes, cores, count, duration, pixels, rate, share } from "./format/units.ts";
