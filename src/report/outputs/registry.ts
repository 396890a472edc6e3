import { access, copyFile } from "node:fs/promises";
import { join } from "node:path";
import { headline } from "../../analysis/index.ts";
import { UserError } from "../../contracts/errors.ts";
import type { RunFile } from "../../contracts/run-file.ts";
import { SAMPLES_FILE } from "../files.ts";
import { writeHtml } from "../html.ts";
import { summaryOf } from "../summary.ts";
import { toCsv } from "./csv.ts";
import { toJunit } from "./junit.ts";
import { toMarkdown } from "./markdown.ts";
import type { Output } from "./output.ts";
import { explained, writeText } from "./write-file.ts";

/** What `--out NAME=FILE` can write. */
export const OUTPUTS: readonly Output[] = [
  {
    name: "json",
    summary: "the summary, as --json prints it",
    write: (run, _, file) => writeText(file, `${JSON.stringify(summaryOf(run), null, 2)}\n`),
  },
  {
    name: "html",
    summary: "the report as one page that fetches nothing",
    write: (run, _, file) => explained(file, writeHtml(run, headline(run), file)),
  },
  {
    name: "parquet",
    summary: "every request, one row each, for pandas or DuckDB",
    write: copySamples,
  },
  {
    name: "csv",
    summary: "the run over time, one line a slice",
    write: (run, _, file) => writeText(file, toCsv(run)),
  },
  {
    name: "markdown",
    summary: "verdict, SLOs, latency, outcomes and findings, for a pull request",
    write: (run, _, file) => writeText(file, toMarkdown(run)),
  },
  {
    name: "junit",
    summary: "the SLOs as test cases, for a CI server",
    write: (run, _, file) => writeText(file, toJunit(run)),
  },
];

async function copySamples(_: RunFile, directory: string, file: string): Promise<void> {
  const samples = join(directory, SAMPLES_FILE);
  await access(samples).catch(() => {
    throw new UserError([
      {
        code: "run-file",
        where: "--out parquet",
        received: directory,
        expected: `a run directory with ${SAMPLES_FILE}`,
        hint: "The samples of this run are not there; its run.json alone cannot bring them back.",
      },
    ]);
  });
  await explained(file, copyFile(samples, file));
}
