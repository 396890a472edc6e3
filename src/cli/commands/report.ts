import { stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { type Problem, UserError } from "../../contracts/errors.ts";
import { optionsOf, parseArguments, readInvocation } from "../../plan/index.ts";
import type { Command } from "../command.ts";
import { EXIT } from "../exit-codes.ts";
import { checkOutputs, writeOutputs } from "../outputs.ts";
import { Problems } from "../problems.ts";
import { shownPath } from "../run-id.ts";
import { Terminal } from "../terminal.ts";

/** Shows a run again. */
export const REPORT: Command = {
  name: "report",
  summary: "show a run again, or write it in another format",
  usage: "RUN [options]",
  examples: [
    "kneepoint report kneepoint-runs/20261122-163000-ab12",
    "kneepoint report kneepoint-runs/20261122-163000-ab12 --out html=report.html",
  ],
  options: "report",
  async run(argv, io) {
    const { flags, positionals, problems } = parseArguments(argv, optionsOf("report"));
    const found = new Problems(problems);
    const [given] = positionals;
    if (given === undefined || positionals.length > 1) found.add([missingRun(positionals)]);
    const invocation = found.collect(() => {
      return readInvocation("report", { flags, environment: io.env });
    });
    if (invocation !== undefined) found.add(await checkOutputs(invocation.outputs, io.cwd));
    if (given === undefined || invocation === undefined || found.any) throw found.toError();

    const { headline, readRun, renderTerminal, summaryJson } = await import("../wiring.ts");
    const path = resolve(io.cwd, given);
    const run = await readRun(path);
    const directory = (await stat(path)).isDirectory() ? path : dirname(path);
    const unwritten = await writeOutputs(run, directory, invocation.outputs, io.cwd);
    const screen = new Terminal(invocation.json ? io.stderr : io.stdout, io.env, invocation.color);
    if (!invocation.quiet) {
      const shown = { ...screen.screen, directory: shownPath(directory, io.cwd) };
      screen.print(renderTerminal(run, headline(run), shown));
    }
    if (invocation.json) io.stdout.write(summaryJson(run));
    if (unwritten.length > 0) throw new UserError(unwritten);
    return EXIT.ok;
  },
};

function missingRun(positionals: readonly string[]): Problem {
  const problem = {
    code: "option-missing",
    where: "run",
    expected: "one run directory, or its run.json",
    hint: "Example: kneepoint report kneepoint-runs/20261122-163000-ab12",
  } as const;
  return positionals.length > 1 ? { ...problem, received: positionals.join(" ") } : problem;
}
