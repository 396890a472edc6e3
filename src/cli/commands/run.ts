import { join } from "node:path";
import { InterruptedError, UserError } from "../../contracts/errors.ts";
import type { TestPlan } from "../../contracts/plan.ts";
import { redactCommand } from "../../contracts/redact.ts";
import type { Invocation } from "../../plan/index.ts";
import type { Command } from "../command.ts";
import { EXIT, exitCodeOf } from "../exit-codes.ts";
import { withDetailsKept } from "../internal-error.ts";
import { interruption } from "../interruption.ts";
import type { CliIo } from "../io.ts";
import { writeOutputs } from "../outputs.ts";
import { repeatable } from "../repeatable.ts";
import { ProgressLine } from "../progress.ts";
import { readRunCommand } from "../read-run-command.ts";
import { removeEmpty, runDirectoryOf, shownPath } from "../run-id.ts";
import { showProblems } from "../show-problems.ts";
import { Terminal } from "../terminal.ts";
import type { RunResult } from "../wiring.ts";

/** Loads a service once. */
export const RUN: Command = {
  name: "run",
  summary: "load a service and report what was found",
  usage: "URL|PLAN.yaml [options]",
  examples: [
    "kneepoint run http://127.0.0.1:8000/predict --input image:jpeg -R 50/s -d 30s",
    "kneepoint run http://127.0.0.1:8000/predict -F image=@cat.jpg --concurrency 8",
    "kneepoint run plan.yaml --slo 'p(99)<300ms'",
  ],
  options: "run",
  async run(argv, io) {
    const { plan, invocation } = await readRunCommand(argv, io);
    const directory = runDirectoryOf(invocation.runDirectory, invocation.name, io.cwd);
    const command = redactCommand(["kneepoint", "run", ...repeatable(argv, plan.seed)]);
    const result = await load(plan, invocation, { command, directory }, io);
    return conclude(result, invocation, io);
  },
};

async function load(
  plan: TestPlan,
  invocation: Invocation,
  settings: { readonly command: string; readonly directory: string },
  io: CliIo,
): Promise<RunResult> {
  const { runExperiment } = await import("../wiring.ts");
  const terminal = new Terminal(io.stderr, io.env, invocation.color);
  const line = new ProgressLine(terminal, invocation.quiet);
  line.say(announcement(plan));
  const interrupts = interruption(io, (text) => line.say(text));
  try {
    return await runExperiment(plan, {
      ...settings,
      signal: interrupts.drain,
      kill: interrupts.stop,
      onPhase: (text) => line.phase(text),
      onProgress: (progress) => line.progress(progress),
    });
  } catch (error) {
    if (error instanceof UserError || error instanceof InterruptedError) {
      await removeEmpty(settings.directory);
    }
    throw await withDetailsKept(error, settings.directory);
  } finally {
    line.clear();
    interrupts.end();
  }
}

/** What the command line does not show: what the load model means, and the seed. */
function announcement({ load: plan, seed }: TestPlan): string {
  if (plan.model === "open") {
    return `Open model: requests leave on schedule, answered or not. Seed ${seed}.`;
  }
  const users = Math.max(plan.startUsers, ...plan.stages.map(({ target }) => target));
  const who = users === 1 ? "1 user who waits" : `${users} users who wait`;
  return `Closed model: ${who} for each answer (--rate sends on a schedule instead). Seed ${seed}.`;
}

async function conclude(
  { run, directory, notes }: RunResult,
  invocation: Invocation,
  io: CliIo,
): Promise<number> {
  const { headline, renderTerminal, REPORT_FILE, summaryJson } = await import("../wiring.ts");
  const { json, quiet, color } = invocation;
  const report = { format: "html", file: join(directory, REPORT_FILE) };
  const unwritten = await writeOutputs(run, directory, [report, ...invocation.outputs], io.cwd);
  const screen = new Terminal(json ? io.stderr : io.stdout, io.env, color);
  if (!quiet) {
    const shown = { ...screen.screen, directory: shownPath(directory, io.cwd) };
    screen.print(`\n${renderTerminal(run, headline(run), shown)}`);
  }
  const log = new Terminal(io.stderr, io.env, color);
  for (const note of notes) log.print(log.style("yellow", note));
  if (unwritten.length > 0) showProblems(log, unwritten);
  if (json) io.stdout.write(summaryJson(run));
  const code = exitCodeOf(run);
  return code === EXIT.ok && notes.length + unwritten.length > 0 ? EXIT.badInput : code;
}
