import type { Problem } from "../contracts/errors.ts";
import type { ArrivalProcess, LoadPlan, Stage } from "../contracts/plan.ts";
import { DEFAULTS } from "./defaults.ts";
import type { Settings } from "./settings.ts";
import type { StageText } from "./values.ts";

/**
 * The load of a plan: open when there is a rate or only stages, else closed, with ten users or as many as there are
 * connections.
 */
export function planLoad(settings: Settings, problems: Problem[]): LoadPlan {
  return isClosed(settings) ? closedLoad(settings, problems) : openLoad(settings, problems);
}

function isClosed(settings: Settings): boolean {
  if (settings.has("rate")) return false;
  return settings.has("concurrency") || settings.has("think") || !settings.has("stage");
}

function openLoad(settings: Settings, problems: Problem[]): LoadPlan {
  const staged = settings.has("stage");
  const startRate = settings.number("rate") ?? 0;
  const stages = staged ? readStages(settings) : [flat(settings, startRate)];
  if (staged) checkStages(settings, startRate, stages, problems);
  checkExpected(settings, startRate, stages, problems);
  const connections = settings.number("connections");
  return {
    model: "open",
    arrivals: arrivals(settings),
    startRate,
    stages,
    maxInFlight:
      settings.number("max-in-flight") ?? Math.max(connections ?? 0, DEFAULTS.maxInFlight),
    ...common(settings, startRate, stages),
  };
}

function closedLoad(settings: Settings, problems: Problem[]): LoadPlan {
  const staged = settings.has("stage");
  const connections = settings.number("connections");
  const startUsers =
    settings.number("concurrency") ?? (staged ? 0 : (connections ?? DEFAULTS.concurrency));
  const stages = staged ? readStages(settings) : [flat(settings, startUsers)];
  if (staged) checkStages(settings, startUsers, stages, problems);
  checkClosed(settings, problems);
  return {
    model: "closed",
    startUsers,
    stages,
    thinkSeconds: (settings.number("think") ?? 0) / 1000,
    thinkArrivals: arrivals(settings),
    ...common(settings, startUsers, stages),
  };
}

function arrivals(settings: Settings): ArrivalProcess {
  return (settings.text("arrivals") ?? "poisson") as ArrivalProcess;
}

function readStages(settings: Settings): Stage[] {
  return (settings.values("stage") as StageText[]).map(({ seconds, target }) => ({
    seconds,
    target,
  }));
}

/** One level for the whole load; a load that only a count ends gets a day. */
function flat(settings: Settings, target: number): Stage {
  const given = settings.number("duration");
  if (given !== undefined) return { seconds: given / 1000, target };
  const counted = settings.has("requests");
  return { seconds: counted ? DEFAULTS.countOnlySeconds : DEFAULTS.durationSeconds, target };
}

function common(
  settings: Settings,
  startLevel: number,
  stages: readonly Stage[],
): { warmupSeconds: number; maxRequests: number | undefined } {
  const given = settings.number("warmup");
  const maxRequests = settings.number("requests");
  // a load that starts from nothing has no first level to warm up at
  const none = maxRequests !== undefined || startLevel === 0;
  const byDefault = none ? 0 : defaultWarmup(stages);
  return { warmupSeconds: given === undefined ? byDefault : given / 1000, maxRequests };
}

function defaultWarmup(stages: readonly Stage[]): number {
  const seconds = stages.reduce((sum, stage) => sum + stage.seconds, 0);
  const { warmupShare, warmupMinSeconds, warmupMaxSeconds } = DEFAULTS;
  return Math.min(warmupMaxSeconds, Math.max(warmupMinSeconds, warmupShare * seconds));
}

function checkStages(
  settings: Settings,
  start: number,
  stages: readonly Stage[],
  problems: Problem[],
): void {
  const first = settings.all("stage")[0];
  if (first === undefined || stages.length === 0) return;
  const peak = Math.max(start, ...stages.map(({ target }) => target));
  const seconds = stages.reduce((sum, stage) => sum + stage.seconds, 0);
  if (peak > 0 && seconds > 0) return;
  problems.push({
    code: "option-value",
    where: first.where,
    received: settings
      .all("stage")
      .map(({ text }) => text)
      .join(" "),
    expected: seconds > 0 ? "a stage that goes above 0" : "stages that last longer than 0s",
  });
}

/** A schedule that wants less than one request measures nothing. */
function checkExpected(
  settings: Settings,
  startRate: number,
  stages: readonly Stage[],
  problems: Problem[],
): void {
  const setting = settings.one("duration") ?? settings.one("rate");
  if (setting === undefined || settings.has("stage") || settings.number("rate") === undefined) {
    return;
  }
  const expected = stages.reduce((sum, { seconds }) => sum + startRate * seconds, 0);
  if (expected >= 1) return;
  problems.push({
    code: "option-value",
    where: setting.where,
    received: setting.text,
    expected: "a rate and a duration that make at least one request",
    hint: `They make ${Number(expected.toPrecision(2))} requests: raise either.`,
  });
}

function checkClosed(settings: Settings, problems: Problem[]): void {
  const cap = settings.one("max-in-flight");
  if (cap !== undefined && !settings.has("concurrency") && !settings.has("think")) {
    problems.push({
      code: "option-missing",
      where: cap.where,
      expected: "--rate or --stage beside it",
      hint: "It bounds the open model. In a closed model the users are the limit: --concurrency.",
    });
  }
  for (const { value, text, where } of settings.all("stage")) {
    if (!(value as StageText).isRate) continue;
    problems.push({
      code: "option-value",
      where,
      received: text,
      expected: "a number of users, because --concurrency or --think chose the closed model",
      hint: "Leave --concurrency and --think out for stages of a rate.",
    });
  }
}
