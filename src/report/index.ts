export { createRunDirectory, RunDirectory } from "./run-directory.ts";
export { readRun } from "./read-run.ts";
export { summaryOf } from "./summary.ts";
export type { SampleFileInfo, SampleSink } from "./parquet/sample-file.ts";
export { plainText } from "./format.ts";
export { renderTerminal, type TerminalOptions } from "./terminal/render.ts";
export { writeHtml } from "./html.ts";
export type { Output } from "./outputs/output.ts";
export { OUTPUTS } from "./outputs/registry.ts";
