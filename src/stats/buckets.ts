/** Sub-bucket bits: 2^7 buckets a power of two, so a midpoint is at most 1/256 (0.39 %) from its value. */
export const PRECISION = 7;
/** Buckets cover 40 powers of two from 1 µs up, to 12.7 days. */
export const BUCKETS: number = 40 << PRECISION;
/** Longest time told apart, ms; longer ones count as this. */
export const LONGEST_MS: number = 2 ** 40 / 1000;

const MICROSECONDS = 1000;
const FIRST_EXPONENT = 1023 << PRECISION;
const double = new Float64Array(1);
const words = new Uint32Array(double.buffer);
double[0] = 1;
const HIGH_WORD = words[1] === 0 ? 0 : 1;

/**
 * The bucket of a time in ms: the leading bits of its double in microseconds, exponent and first 7 bits of the
 * mantissa. Bucket 0 holds everything below 1.0078 µs. The time is at least 0 and not NaN.
 */
export function bucketOf(ms: number): number {
  const microseconds = ms * MICROSECONDS;
  double[0] = microseconds > 1 ? microseconds : 1;
  const bucket = (words[HIGH_WORD]! >>> (20 - PRECISION)) - FIRST_EXPONENT;
  return bucket < BUCKETS ? bucket : BUCKETS - 1;
}

/** Lower edge of a bucket in ms; it belongs to the bucket. Bucket 0 begins at 0. NaN for NaN. */
export function bucketLowerMs(bucket: number): number {
  return bucket === 0 ? 0 : edge(bucket);
}

/** Upper edge of a bucket in ms; it belongs to the next one. NaN for NaN. */
export function bucketUpperMs(bucket: number): number {
  return edge(bucket + 1);
}

function edge(bucket: number): number {
  const octave = Math.floor(bucket / 2 ** PRECISION);
  const fraction = bucket / 2 ** PRECISION - octave;
  return (2 ** octave * (1 + fraction)) / MICROSECONDS;
}
