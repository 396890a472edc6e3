/** Names in a run directory. */
export const RUN_FILE = "run.json";
export const SAMPLES_FILE = "samples.parquet";
export const REPORT_FILE = "report.html";
/** Holds the room that `run.json` will need; gone once the run is written. */
export const RESERVE_FILE = ".reserved-for-run.json";
