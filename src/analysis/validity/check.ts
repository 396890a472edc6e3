import type { Measurement, ValidityReason } from "../../contracts/run-file.ts";
import type { Band } from "../thresholds.ts";

/** Looks for one reason to distrust a run; undefined when there is none or it cannot be known. */
export type ValidityCheck = (measurement: Measurement) => ValidityReason | undefined;

/** What a reason says besides the number. */
export interface ReasonText {
  readonly code: string;
  readonly unit: string;
  readonly message: string;
  readonly advice: string;
}

/** A reason when the value has reached the band; high is bad. The limit named is the one reached. */
export function above(value: number, band: Band, text: ReasonText): ValidityReason | undefined {
  if (value > band.invalid) return { ...text, severity: "invalid", value, limit: band.invalid };
  if (value > band.suspect) return { ...text, severity: "suspect", value, limit: band.suspect };
  return undefined;
}

/** A reason when the value has fallen out of the band; low is bad. */
export function below(value: number, band: Band, text: ReasonText): ValidityReason | undefined {
  if (value < band.invalid) return { ...text, severity: "invalid", value, limit: band.invalid };
  if (value < band.suspect) return { ...text, severity: "suspect", value, limit: band.suspect };
  return undefined;
}
