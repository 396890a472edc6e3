import type { Evidence } from "../../contracts/finding.ts";
import { digits, formatShare } from "../text.ts";
import { ALL_CORES, OWN_SHARE, THREADS_PER_CORE, WINDOWS_SHOWING } from "../thresholds.ts";
import { mean } from "../window.ts";
import { isThrottled } from "./cpu-throttled.ts";
import { signsOfDemand } from "./demand.ts";
import { unseen } from "./rule.ts";
import type { Rule, RuleResult } from "./rule.ts";
import type { Scene, WindowUse } from "./scene.ts";

/** The target uses all the CPU it can have. */
export const allCoresRule: Rule = {
  name: "all-cores",
  conclusive: false,
  look(scene: Scene): RuleResult {
    if (unseen(scene) || isThrottled(scene)) return {};
    const own = scene.windows.filter((window) => usesAll(scene, window));
    if (own.length < WINDOWS_SHOWING) return crowdedOut(scene);
    const target = mean(own.map((window) => window.target))!;
    const signs = signsOfDemand(scene.demand, target);
    if (signs.length === 0) return {};
    const available = availableCores(scene)!;
    const threads = mean(own.map(activeThreads))!;
    const crowded = threads > THREADS_PER_CORE * available;
    return {
      finding: {
        rule: "all-cores",
        verdict:
          `The target uses all the CPU there is for it: ${digits(target)} cores of ${digits(available)}, ` +
          `with ${digits(scene.demand.inSystem)} requests waiting or in service on average.`,
        confidence: "medium",
        evidence: [...cpuEvidence(scene, own, target), ...signs],
        advice:
          "Give it more cores or more servers, or make a prediction cost less CPU (smaller inputs, a smaller or quantised model)." +
          (scene.cpuLimit === undefined && mean(own.map((window) => window.generator))! > 0.1
            ? " The generator shares this machine: run it elsewhere to give the target all of it."
            : ""),
        ...(crowded ? ({ runnerUp: "oversubscribed" } as const) : ({ runnerUp: "model" } as const)),
        nextTest: crowded
          ? `Set OMP_NUM_THREADS to cores / processes (about ${Math.round(threads)} threads share them now) and run the same plan: the rate rises if threads got in each other's way.`
          : "Run the same plan with twice the cores: the rate of good answers nearly doubles if CPU was the limit.",
      },
    };
  },
};

/** Cores the target may use: its control group's limit or the machine. */
function availableCores({ cores, cpuLimit }: Scene): number | undefined {
  const limits = [cores, cpuLimit].filter((limit) => limit !== undefined);
  return limits.length === 0 ? undefined : Math.min(...limits);
}

/**
 * The limit of its control group is used up, or the machine is and most of it by the target. On a machine shared with the
 * generator the target must hold most of what is not the strangers', or the generator's load would pass for the target's.
 */
function usesAll(scene: Scene, window: WindowUse): boolean {
  const { cores, cpuLimit } = scene;
  if (cpuLimit !== undefined && window.target > ALL_CORES * cpuLimit) return true;
  if (cores === undefined || !isFull(scene, window)) return false;
  const theirs = strangers(window);
  return theirs <= (1 - OWN_SHARE) * cores && window.target >= OWN_SHARE * (cores - theirs);
}

function isFull({ cores }: Scene, { hostBusy }: WindowUse): boolean {
  return cores !== undefined && hostBusy !== undefined && hostBusy > ALL_CORES * cores;
}

/** Cores used by neither target nor generator. */
function strangers({ hostBusy, target, generator }: WindowUse): number {
  return Math.max(0, (hostBusy ?? 0) - target - generator);
}

/** The machine is full, and more of it than the target may lack is in the hands of strangers. */
function crowdedOut(scene: Scene): RuleResult {
  const { cores } = scene;
  const full = scene.windows.filter((window) => isFull(scene, window));
  const theirs = mean(full.map(strangers));
  if (cores === undefined || full.length < WINDOWS_SHOWING || theirs === undefined) return {};
  if (theirs <= (1 - OWN_SHARE) * cores) return {};
  return {
    note: `all-cores: unknown. The machine is full, but ${digits(theirs)} of its ${digits(cores)} cores are used by neither target nor generator. Stop what else runs there, or measure elsewhere.`,
  };
}

/** Threads among which the CPU time is spread: as many of the busiest one's share as it takes. */
function activeThreads({ processes }: WindowUse): number {
  return processes.reduce(
    (sum, { cpu, busiestThread }) => sum + cpu / Math.max(busiestThread ?? cpu, 0.001),
    0,
  );
}

function cpuEvidence(
  { cores, cpuLimit }: Scene,
  windows: readonly WindowUse[],
  target: number,
): Evidence[] {
  const evidence: Evidence[] = [
    {
      metric: "CPU of the target's processes",
      value: target,
      unit: "cores",
      source: `/proc/PID/stat, ${windows.length} windows`,
    },
  ];
  const busy = mean(
    windows.map((window) => window.hostBusy).filter((value) => value !== undefined),
  );
  if (cpuLimit !== undefined && target > ALL_CORES * cpuLimit) {
    const threshold = ALL_CORES * cpuLimit;
    evidence.push({
      metric: "CPU limit",
      value: cpuLimit,
      unit: "cores",
      threshold,
      source: "cpu.max",
    });
  } else if (busy !== undefined && cores !== undefined) {
    evidence.push({
      metric: `host busy (${formatShare(busy / cores)} of ${digits(cores)} cores)`,
      value: busy,
      unit: "cores",
      threshold: ALL_CORES * cores,
      source: "/proc/stat",
    });
  }
  return evidence;
}
