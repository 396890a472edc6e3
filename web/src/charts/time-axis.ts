/** From this length on, times are labelled in minutes. */
const LONG_SECONDS = 300;

/** Distances between labels, s. */
export const TIME_STEPS: readonly number[] = [
  0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14400,
];

/** Labels of a time axis: `20 s`, or `5 min` and `2:30 min` on long runs. */
export function timeLabels(seconds: readonly number[]): string[] {
  const long = Math.max(...seconds.map(Math.abs)) >= LONG_SECONDS;
  return seconds.map((at) => (long ? minutes(at) : `${Number(at.toFixed(3))}\u00a0s`));
}

/** A moment of the run: `12.5 s`, `3:20 min`. */
export function moment(seconds: number): string {
  return Math.abs(seconds) < LONG_SECONDS
    ? `${Number(seconds.toFixed(1))}\u00a0s`
    : minutes(seconds);
}

function minutes(seconds: number): string {
  const whole = Math.round(Math.abs(seconds));
  const rest = whole % 60;
  const sign = seconds < 0 ? "-" : "";
  const text = `${sign}${Math.floor(whole / 60)}`;
  return `${rest === 0 ? text : `${text}:${String(rest).padStart(2, "0")}`}\u00a0min`;
}
