export { counted } from "../../../src/analysis/text.ts";
export * from "../../../src/report/format.ts";
