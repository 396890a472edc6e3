import type { Dimension } from "../contracts/payload.ts";
import type { InputRecord } from "../contracts/run-file.ts";
import { leastSquares, theilSen } from "../stats/index.ts";
import type { Line, Point } from "../stats/index.ts";

/** The unit costs are given in: how many of the dimension's own unit it has, and its name. */
const SCALES: Readonly<Record<Dimension["unit"], readonly [size: number, name: string]>> = {
  pixels: [1e6, "megapixel"],
  bytes: [1e6, "megabyte"],
  characters: [1000, "thousand characters"],
  tokens: [1000, "thousand tokens"],
  elements: [1e6, "million elements"],
  seconds: [1, "second"],
  rows: [1, "row"],
};

/** Payloads of different size needed for a fit. */
const LEAST_SIZES = 5;
/** The largest must be this many times the smallest, or the slope is a guess. */
const LEAST_SPREAD = 1.5;

/** One payload: its size in `InputSizeFit.per`, its mean response time in ms, how often it was sent. */
export interface InputSizePoint {
  readonly size: number;
  readonly meanMs: number;
  readonly sent: number;
}

/**
 * Mean response time against the size of the input: fixed cost + cost a unit of size. The time holds waiting as well, so
 * that under load the fixed cost is more than the service's own.
 */
export interface InputSizeFit {
  readonly unit: Dimension["unit"];
  /** Name of the unit of `size`, such as `megapixel`. */
  readonly per: string;
  readonly points: readonly InputSizePoint[];
  /** Theil–Sen: ms at size 0, and ms a unit. Not thrown off by single payloads. */
  readonly fixedMs: number;
  readonly slopeMs: number;
  /** Least squares, weighted by requests, with the share of the variance between payloads that size explains, 0..1. */
  readonly leastSquares: Line & { readonly r2: number };
}

/**
 * Fits response time to input size. Undefined with fewer than five sizes that were answered, or when the largest is less than
 * 1.5 times the smallest. Payloads without a dimension count by their bytes.
 */
export function fitInputSize(inputs: InputRecord): InputSizeFit | undefined {
  const unit = inputs.pool[0]?.dimension?.unit ?? "bytes";
  const [scale, per] = SCALES[unit];
  const points = inputs.pool.flatMap((payload, i): InputSizePoint[] => {
    const meanMs = inputs.meanResponseByPayload[i] ?? null;
    const { dimension } = payload;
    const raw = dimension?.unit === unit ? dimension.value : undefined;
    const size = (unit === "bytes" ? (raw ?? payload.payloadBytes) : raw) ?? Number.NaN;
    if (meanMs === null || Number.isNaN(size)) return [];
    return [{ size: size / scale, meanMs, sent: inputs.sentByPayload[i] ?? 0 }];
  });
  const sizes = [...new Set(points.map((point) => point.size))].toSorted((a, b) => a - b);
  if (sizes.length < LEAST_SIZES || sizes.at(-1)! < LEAST_SPREAD * sizes[0]!) return undefined;
  const xy = points.map(({ size, meanMs, sent }): Point => ({ x: size, y: meanMs, weight: sent }));
  const robust = theilSen(xy);
  const squares = leastSquares(xy);
  if (robust === undefined || squares === undefined) return undefined;
  return {
    unit,
    per,
    points,
    fixedMs: robust.intercept,
    slopeMs: robust.slope,
    leastSquares: squares,
  };
}
