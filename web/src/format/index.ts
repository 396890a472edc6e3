export * from "../../../src/report/format.ts";
