import { type Problem, UserError } from "../contracts/errors.ts";
import type { Slo, TestPlan } from "../contracts/plan.ts";
import type { PlanChecks } from "./checks.ts";
import { DEFAULTS } from "./defaults.ts";
import { isInvocation } from "./invocation.ts";
import { layersOf, type PlanSources } from "./layers.ts";
import { planInput } from "./plan-input.ts";
import { planLoad } from "./plan-load.ts";
import { planProtocol } from "./plan-protocol.ts";
import { planTarget } from "./plan-target.ts";
import { hintForBodyAsDuration } from "./other-tools.ts";
import { INPUTS, relocated, Settings } from "./settings.ts";

/**
 * The complete, checked plan.
 * @throws UserError with every mistake found, each with its flag, variable, or file and line.
 */
export function readPlan(sources: PlanSources, checks: PlanChecks): TestPlan {
  const problems: Problem[] = [];
  const settings = gather(sources, problems);
  const target = planTarget(settings, checks, problems);
  const load = planLoad(settings, problems);
  const input = planInput(settings, checks, problems);
  const protocol = planProtocol(settings, settings.hasAny(INPUTS), checks, problems);
  for (const setting of settings.all("expect")) {
    problems.push(...checks.expect(setting.text).map((p) => relocated(p, setting.where)));
  }
  if (problems.length > 0 || target === undefined) throw new UserError(problems);
  return {
    target,
    load,
    connections: {
      count: settings.number("connections"),
      keepAlive: !settings.isOn("no-keepalive"),
      connectTimeoutMs: settings.number("connect-timeout") ?? DEFAULTS.connectTimeoutMs,
      timeoutMs: settings.number("timeout") ?? DEFAULTS.timeoutMs,
    },
    input,
    protocol,
    expect: settings.values("expect") as string[],
    slo: settings.values("slo") as Slo[],
    monitor: {
      pid: settings.number("pid"),
      discover: !settings.isOn("no-monitor") && !settings.has("pid"),
      periodMs: DEFAULTS.monitorPeriodMs,
    },
    seed: settings.number("seed") ?? checks.randomSeed(),
    workers: settings.number("workers"),
  };
}

/** Settings of the plan, lowest layer first. */
function gather(sources: PlanSources, problems: Problem[]): Settings {
  const settings = new Settings(
    layersOf(sources, "run", problems).map((layer) => {
      return layer.filter(({ option }) => !isInvocation(option));
    }),
  );
  problems.push(...settings.problems.map(recogniseBody));
  return settings;
}

/** curl and hey take the body with -d. */
function recogniseBody(problem: Problem): Problem {
  if (problem.where !== "-d" && problem.where !== "--duration") return problem;
  const hint = hintForBodyAsDuration(problem.received ?? "");
  return hint === undefined ? problem : { ...problem, hint };
}
