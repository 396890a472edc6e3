/** The parts of other rooms that commands use, put together in one place. Heavy: loaded when a command needs it. */
import type { RunFile } from "../contracts/run-file.ts";
import { summaryOf } from "../index.ts";

export { checkConnections, planChecks } from "../plan-checks.ts";
export { headline, readRun, renderTerminal, run as runExperiment } from "../index.ts";
export type { Progress, RunResult } from "../index.ts";
export { describeInputs } from "../inputs/index.ts";
export { inspectMachine, type MachineCheck } from "../monitors/index.ts";
export { OUTPUTS } from "../report/index.ts";

/** The page that is written into every run directory. */
export const REPORT_FILE = "report.html";

/** The text that `--json` prints. */
export function summaryJson(run: RunFile): string {
  return `${JSON.stringify(summaryOf(run), undefined, 2)}\n`;
}
