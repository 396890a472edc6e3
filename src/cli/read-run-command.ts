import type { Problem } from "../contracts/errors.ts";
import type { TestPlan } from "../contracts/plan.ts";
import {
  type Invocation,
  optionsOf,
  parseArguments,
  type PlanFile,
  readInvocation,
  readPlan,
} from "../plan/index.ts";
import type { CliIo } from "./io.ts";
import { checkOutputs } from "./outputs.ts";
import { isPlanFile, readPlanFile } from "./plan-source.ts";
import { Problems } from "./problems.ts";

/**
 * The plan and the call that the words after `kneepoint run` stand for.
 * @throws UserError with every mistake in either.
 */
export async function readRunCommand(
  argv: readonly string[],
  io: CliIo,
): Promise<{ plan: TestPlan; invocation: Invocation }> {
  const { checkConnections, planChecks } = await import("./wiring.ts");
  const { flags, positionals, problems } = parseArguments(argv, optionsOf("run"));
  const found = new Problems(problems);
  const { file, targets } = sortPositionals(positionals, io.cwd, found);
  const target = targets.map((value) => ({ option: "target", spelled: "URL", value }));
  const sources = { flags: [...target, ...flags], environment: io.env, file };
  // the value of an option that does not exist may have been the target
  if (problems.length > 0) found.ignore(isMissingTarget);

  const invocation = found.collect(() => readInvocation("run", sources));
  const plan = found.collect(() => readPlan(sources, planChecks(io.cwd, file?.name)));
  if (invocation !== undefined) found.add(await checkOutputs(invocation.outputs, io.cwd));
  if (plan !== undefined) found.add(checkConnections(plan));
  if (plan?.monitor.pid !== undefined) found.add(checkPid(plan.monitor.pid));
  if (plan === undefined || invocation === undefined || found.any) throw found.toError();
  return { plan, invocation };
}

/** A plan file and a URL at most, in any order; the URL then replaces the plan's target. */
function sortPositionals(
  positionals: readonly string[],
  cwd: string,
  found: Problems,
): { file: PlanFile | undefined; targets: readonly string[] } {
  const names = positionals.filter((argument) => isPlanFile(argument, cwd));
  const targets = positionals.filter((argument) => !names.includes(argument));
  found.add([...names.slice(1), ...targets.slice(1)].map(superfluous));
  const name = names[0];
  const file = name === undefined ? undefined : found.collect(() => readPlanFile(name, cwd));
  // a plan that cannot be read may have held the target
  if (name !== undefined && file === undefined) found.ignore(isMissingTarget);
  return { file, targets: targets.slice(0, 1) };
}

function superfluous(received: string): Problem {
  return {
    code: "option-unknown",
    where: "arguments",
    received,
    expected: "one URL, one plan file, or one of each",
    hint: "Values with blanks, <, > or & need quotes in a shell.",
  };
}

function isMissingTarget({ code, where }: Problem): boolean {
  return code === "option-missing" && where === "target";
}

function checkPid(pid: number): readonly Problem[] {
  try {
    process.kill(pid, 0);
    return [];
  } catch (error) {
    // EPERM: it exists, and belongs to somebody else
    if ((error as NodeJS.ErrnoException).code === "EPERM") return [];
  }
  return [
    {
      code: "monitor-target",
      where: "--pid",
      received: String(pid),
      expected: "the id of a process that runs on this machine",
      hint: "Leave it out, and the process that listens on the target's port is found.",
    },
  ];
}
