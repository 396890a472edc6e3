/** One quantity over time, as long as the chart's times. */
export interface TimeSeries {
  readonly label: string;
  /** Custom property of its colour. */
  readonly color: string;
  readonly values: readonly (number | null)[];
  /** `step`: each value holds until the next time; `area`: the same, filled; `line`: readings; `ticks`: each value by itself. */
  readonly style: "step" | "area" | "line" | "ticks";
  readonly dashed?: boolean;
}

/** A limit drawn across the chart. */
export interface Limit {
  readonly at: number;
  readonly label: string;
}

/** What a chart over time shows. Times are seconds of the run clock, ascending. */
export interface TimeData {
  readonly times: readonly number[];
  readonly series: readonly TimeSeries[];
  /** Unit of the values, as run files name it. */
  readonly unit: string;
  /** Stretch of time shown, the same for all charts of a page. */
  readonly range: readonly [from: number, to: number];
  readonly limits?: readonly Limit[];
}
