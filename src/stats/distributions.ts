import { regularizedBeta } from "./special.ts";

/** P(K <= k) for K binomial with n trials of probability p. */
export function binomialCdf(k: number, n: number, p: number): number {
  if (k < 0) return 0;
  if (k >= n) return 1;
  return regularizedBeta(1 - p, n - Math.floor(k), Math.floor(k) + 1);
}

/** The smallest k with P(K <= k) >= probability, K binomial with n trials of probability p. */
export function binomialInverse(probability: number, n: number, p: number): number {
  let low = -1;
  let high = n;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (binomialCdf(middle, n, p) >= probability) high = middle;
    else low = middle;
  }
  return high;
}

/** P(T <= t) for Student's t with `degrees` of freedom. */
export function studentCdf(t: number, degrees: number): number {
  const tail = regularizedBeta(degrees / (degrees + t * t), degrees / 2, 0.5) / 2;
  return t > 0 ? 1 - tail : tail;
}

/** Quantile of Student's t with `degrees` of freedom, p in (0, 1), to about 1e-12; +-Infinity at the ends. */
export function studentQuantile(p: number, degrees: number): number {
  if (p < 0.5) return -studentQuantile(1 - p, degrees);
  if (p === 0.5) return 0;
  if (p >= 1) return Infinity;
  let low = 0;
  let high = 1;
  while (studentCdf(high, degrees) < p) high *= 2;
  for (let i = 0; i < BISECTIONS && high - low > 1e-13 * high; i++) {
    const middle = (low + high) / 2;
    if (studentCdf(middle, degrees) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

const BISECTIONS = 200;

// Coefficients of Peter Acklam's rational approximation, "An algorithm for computing the inverse normal
// cumulative distribution function" (2003): relative error below 1.15e-9.
const CENTRE_UP = [
  -39.69683028665376, 220.9460984245205, -275.9285104469687, 138.357751867269, -30.66479806614716,
  2.506628277459239,
];
const CENTRE_DOWN = [
  -54.47609879822406, 161.5858368580409, -155.6989798598866, 66.80131188771972, -13.28068155288572,
  1,
];
const TAIL_UP = [
  -0.007784894002430293, -0.3223964580411365, -2.400758277161838, -2.549732539343734,
  4.374664141464968, 2.938163982698783,
];
const TAIL_DOWN = [
  0.007784695709041462, 0.3224671290700398, 2.445134137142996, 3.754408661907416, 1,
];
const TAIL_BELOW = 0.02425;

/** Quantile of the standard normal distribution, p in (0, 1); +-Infinity at the ends. */
export function normalQuantile(p: number): number {
  if (p > 0.5) return -normalQuantile(1 - p);
  if (p <= 0) return -Infinity;
  if (p < TAIL_BELOW) {
    const root = Math.sqrt(-2 * Math.log(p));
    return polynomial(TAIL_UP, root) / polynomial(TAIL_DOWN, root);
  }
  const offset = p - 0.5;
  const square = offset * offset;
  return (offset * polynomial(CENTRE_UP, square)) / polynomial(CENTRE_DOWN, square);
}

function polynomial(coefficients: readonly number[], x: number): number {
  return coefficients.reduce((sum, coefficient) => sum * x + coefficient, 0);
}
