export { createRunDirectory } from "./run-directory.ts";
export { readRun } from "./read-run.ts";
export { summaryOf } from "./summary.ts";
export { plainText } from "./format.ts";
export { renderTerminal } from "./terminal/render.ts";
export { OUTPUTS } from "./outputs/registry.ts";
