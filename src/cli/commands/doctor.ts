import { UserError } from "../../contracts/errors.ts";
import { optionsOf, parseArguments, readInvocation } from "../../plan/index.ts";
import type { Command } from "../command.ts";
import { calibrate, type Calibration } from "../doctor/calibrate.ts";
import { EXIT } from "../exit-codes.ts";
import { interruption } from "../interruption.ts";
import type { CliIo } from "../io.ts";
import { Problems } from "../problems.ts";
import { ProgressLine } from "../progress.ts";
import { RUNS_DIRECTORY } from "../run-id.ts";
import { Terminal } from "../terminal.ts";
import type { MachineCheck } from "../wiring.ts";

/** Judges this machine. */
export const DOCTOR: Command = {
  name: "doctor",
  summary: "check whether this machine can measure, and how much it can send",
  usage: "[options]",
  examples: ["kneepoint doctor", "kneepoint doctor --json"],
  options: "doctor",
  async run(argv, io) {
    const { flags, positionals, problems } = parseArguments(argv, optionsOf("doctor"));
    const found = new Problems([...problems, ...positionals.map(superfluous)]);
    const invocation = found.collect(() => {
      return readInvocation("doctor", { flags, environment: io.env });
    });
    if (invocation === undefined || found.any) throw found.toError();
    const { json, quiet, color } = invocation;
    const { checks, calibration } = await examine(io, quiet, color);
    const terminal = new Terminal(json ? io.stderr : io.stdout, io.env, color);
    if (!quiet) for (const line of examination(terminal, checks, calibration)) terminal.print(line);
    if (json) {
      const result = { schema: "kneepoint.doctor/1", checks, calibration };
      io.stdout.write(`${JSON.stringify(result, undefined, 2)}\n`);
    }
    const hopeless = checks.some(({ verdict }) => verdict === "bad");
    return hopeless || calibration.verdict === "invalid" ? EXIT.invalid : EXIT.ok;
  },
};

interface Examination {
  readonly checks: readonly MachineCheck[];
  readonly calibration: Calibration;
}

async function examine(io: CliIo, quiet: boolean, color: boolean): Promise<Examination> {
  const { inspectMachine, runExperiment } = await import("../wiring.ts");
  const line = new ProgressLine(new Terminal(io.stderr, io.env, color), quiet);
  const interrupts = interruption(io, (text) => line.say(text));
  try {
    line.phase("Watching this machine for a second");
    const checks = await inspectMachine(RUNS_DIRECTORY);
    const calibration = await calibrate(
      async (plan, directory) => {
        const { drain: signal, stop: kill } = interrupts;
        return (await runExperiment(plan, { directory, command: "kneepoint doctor", signal, kill }))
          .run;
      },
      (text) => line.phase(text),
    );
    return { checks, calibration };
  } finally {
    line.clear();
    interrupts.end();
  }
}

function superfluous(received: string): UserError["problems"][number] {
  return { code: "option-unknown", where: "arguments", received, expected: "options only" };
}

const MARKS = { good: ["ok", "green"], warning: ["!!", "yellow"], bad: ["NO", "red"] } as const;
const NAME_COLUMN = 18;

function examination(
  terminal: Terminal,
  checks: readonly MachineCheck[],
  calibration: Calibration,
): string[] {
  const unsteady = calibration.verdict === "valid" ? 0 : 1;
  const faults = unsteady + checks.filter(({ verdict }) => verdict !== "good").length;
  return [
    terminal.style("bold", "This machine"),
    ...checks.flatMap((check) => checkLines(terminal, check)),
    "",
    terminal.style("bold", "The generator, against a server on this machine that does nothing"),
    ...calibrationLines(terminal, calibration),
    "",
    faults === 0
      ? "Nothing here stands in the way of measuring."
      : `${faults} ${faults === 1 ? "thing" : "things"} to look at, marked above.`,
  ];
}

function checkLines(terminal: Terminal, check: MachineCheck): string[] {
  const [mark, style] = MARKS[check.verdict];
  const head = `  ${terminal.style(style, mark)}  ${check.name.padEnd(NAME_COLUMN)}${check.value}`;
  if (check.verdict === "good") return [head];
  const text = `Expected ${check.expected}. ${check.advice}`;
  return [head, ...terminal.wrap(text, " ".repeat(NAME_COLUMN + 6))];
}

function calibrationLines(terminal: Terminal, calibration: Calibration): string[] {
  const { ceilingPerSecond, cpuMicroseconds, pacedPerSecond } = calibration;
  const { latenessP50Ms, latenessP99Ms, verdict } = calibration;
  const cpu = cpuMicroseconds === null ? "" : `, ${cpuMicroseconds.toFixed(1)} µs of CPU each`;
  const late = (ms: number | null): string => (ms === null ? "unknown" : `${ms.toFixed(2)} ms`);
  const [mark, style] =
    verdict === "valid" ? MARKS.good : verdict === "suspect" ? MARKS.warning : MARKS.bad;
  return [
    `  ${terminal.style("green", "ok")}  ${"ceiling".padEnd(NAME_COLUMN)}${Math.round(ceilingPerSecond)} requests/s${cpu}`,
    `  ${terminal.style(style, mark)}  ${"pacing".padEnd(NAME_COLUMN)}${pacedPerSecond}/s: ${verdict}, late ${late(latenessP50Ms)} (p50), ${late(latenessP99Ms)} (p99)`,
  ];
}
