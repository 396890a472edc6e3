/** Where a value lies on an axis, and the values worth a label. */
export interface Scale {
  readonly at: (value: number) => number;
  readonly ticks: readonly number[];
}

type Range = readonly [from: number, to: number];

/** What round values are: powers of ten, or powers of two for bytes. */
export type Base = 2 | 10;

/** A linear axis with ticks at round values, about `wanted` of them. */
export function linearScale(domain: Range, range: Range, wanted: number, base: Base = 10): Scale {
  const [low, high] = domain;
  const span = high - low || 1;
  const step = niceStep(span / Math.max(1, wanted), base);
  const ticks: number[] = [];
  for (let i = Math.ceil(low / step); i * step <= high + step * 1e-9; i++) ticks.push(i * step);
  return { at: (value) => range[0] + ((value - low) / span) * (range[1] - range[0]), ticks };
}

/** Neighbouring ticks are at least this far apart, in parts of the room each would have if they were even. */
const LEAST_ROOM = 0.8;

/** A logarithmic axis over positive values; ticks at powers of the base, and between them where there is room. */
export function logScale(domain: Range, range: Range, wanted: number, base: Base = 10): Scale {
  const [low, high] = [Math.log10(domain[0]), Math.log10(domain[1])];
  const span = high - low || 1;
  const at = (value: number): number =>
    range[0] + ((Math.log10(value) - low) / span) * (range[1] - range[0]);
  const choices = TICK_DIGITS[base].map((digits) => logTicks(domain, digits, base));
  const room = (LEAST_ROOM * Math.abs(range[1] - range[0])) / Math.max(1, wanted);
  const apart = (ticks: readonly number[]): boolean =>
    ticks.every((tick, i) => i === 0 || Math.abs(at(tick) - at(ticks[i - 1]!)) >= room);
  const ticks =
    choices.find((choice) => choice.length <= wanted && apart(choice)) ?? choices.at(-1)!;
  const every = Math.ceil(ticks.length / Math.max(1, wanted));
  return { at, ticks: ticks.filter((_, i) => i % every === 0) };
}

/** Digits that ticks may have, from dense to sparse. */
const TICK_DIGITS: Readonly<Record<Base, readonly (readonly number[])[]>> = {
  2: [[1, 1.5], [1]],
  10: [[1, 2, 3, 4, 5, 6, 8], [1, 2, 3, 5], [1, 2, 5], [1, 3], [1]],
};

function logTicks([low, high]: Range, digits: readonly number[], base: Base): number[] {
  const log = base === 2 ? Math.log2 : Math.log10;
  const ticks: number[] = [];
  for (let power = Math.floor(log(low)); power <= log(high); power++) {
    for (const digit of digits) {
      const tick = base === 2 ? digit * 2 ** power : Number(`${digit}e${power}`);
      if (tick >= low * (1 - 1e-9) && tick <= high * (1 + 1e-9)) ticks.push(tick);
    }
  }
  return ticks;
}

function niceStep(rough: number, base: Base): number {
  if (base === 2) return 2 ** Math.ceil(Math.log2(rough));
  const power = 10 ** Math.floor(Math.log10(rough));
  const digit = rough / power;
  return power * (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10);
}
