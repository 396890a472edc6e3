import type { Evidence } from "../../contracts/finding.ts";
import { counted, digits, formatMs } from "../text.ts";
import {
  ONE_CORE,
  ONE_CORE_SHARED,
  ONE_THREAD_OTHERS,
  ROOM_CORES,
  SERVING_CORES,
  WINDOWS_SHOWING,
} from "../thresholds.ts";
import { mean } from "../window.ts";
import { signsOfDemand } from "./demand.ts";
import { unseen } from "./rule.ts";
import type { Rule, RuleResult } from "./rule.ts";
import type { ProcessUse, Scene, WindowUse } from "./scene.ts";
import { adviseProcesses } from "./servers.ts";

/**
 * Every serving process is held to one core while other cores have room. /proc cannot tell an interpreter lock from another
 * lock that is held while computing, so the verdict says "serialised" and not why.
 */
export const oneCoreRule: Rule = {
  name: "one-core",
  conclusive: false,
  look(scene: Scene): RuleResult {
    if (unseen(scene)) return {};
    const saturated = scene.windows.filter((window) => isSerialised(serving(window)));
    if (saturated.length < WINDOWS_SHOWING) return {};
    const busy = mean(
      saturated.map((window) => serving(window).reduce((sum, p) => sum + p.cpu, 0)),
    )!;
    const signs = signsOfDemand(scene.demand, busy);
    if (signs.length === 0) return {};
    const rooms = saturated
      .map((window) => room(scene, window))
      .filter((cores) => cores !== undefined);
    if (rooms.length < WINDOWS_SHOWING) return { note: UNKNOWN_ROOM };
    const withRoom = rooms.filter((cores) => cores >= ROOM_CORES);
    if (withRoom.length < WINDOWS_SHOWING) return fullMachine(scene, saturated);
    return { finding: describe(scene, saturated, mean(withRoom)!, signs) };
  },
};

const UNKNOWN_ROOM =
  "one-core: the serving processes use one core each, but how busy the machine's other cores were could not be read.";

function serving({ processes }: WindowUse): ProcessUse[] {
  return processes.filter((process) => process.cpu >= SERVING_CORES);
}

function isSerialised(processes: readonly ProcessUse[]): boolean {
  return (
    processes.length > 0 &&
    processes.every((process) => {
      const { cpu, busiestThread } = process;
      const wholeCore = saturates(cpu, process) && cpu <= ONE_CORE.most;
      const oneThread =
        busiestThread !== undefined &&
        saturates(busiestThread, process) &&
        cpu - busiestThread <= ONE_THREAD_OTHERS;
      return wholeCore || oneThread;
    })
  );
}

/** Used a core all the time, or would have if others had not had it. */
function saturates(cores: number, { waiting }: ProcessUse): boolean {
  return cores >= ONE_CORE_SHARED && cores + waiting >= ONE_CORE.least;
}

/** Cores that stood idle and that the target could have used. */
function room({ cores, cpuLimit }: Scene, { hostBusy, target }: WindowUse): number | undefined {
  if (cores === undefined || hostBusy === undefined) return undefined;
  return Math.min(cores - hostBusy, (cpuLimit ?? Infinity) - target);
}

/** The machine is full: held to one core by itself, or by those it shares the machine with? */
function fullMachine({ cores, cpuLimit }: Scene, windows: readonly WindowUse[]): RuleResult {
  const target = mean(windows.map((window) => window.target))!;
  const limited = cpuLimit !== undefined && cpuLimit - target < ROOM_CORES;
  const others = mean(windows.map((window) => (window.hostBusy ?? 0) - window.target))!;
  if (limited || others < ROOM_CORES) return {};
  return {
    note:
      `one-core: unknown. The serving processes use one core each, but the generator and others use ${digits(others)} of the ` +
      `machine's ${digits(cores ?? 0)} cores, so that none was left to show whether they could use more. Run the generator on another machine.`,
  };
}

function describe(
  scene: Scene,
  windows: readonly WindowUse[],
  idle: number,
  signs: readonly Evidence[],
): NonNullable<RuleResult["finding"]> {
  const { demand, cores, cpuLimit } = scene;
  const count = Math.max(...windows.map((window) => serving(window).length));
  const pids = [...new Set(windows.flatMap(serving).map((process) => process.pid))];
  const each = mean(windows.flatMap(serving).map((process) => process.cpu))!;
  const who =
    count === 1
      ? `its serving process (pid ${pids[0]}) uses ${digits(each)} of a core`
      : `each of its ${count} serving processes uses ${digits(each)} of a core`;
  const usable = Math.floor(Math.min(cores!, cpuLimit ?? Infinity));
  return {
    rule: "one-core",
    verdict:
      `The service is serialised to one core${count === 1 ? "" : " a process"}: ${who} while ${digits(idle)} of ` +
      `${counted(cores!, "core")} stand idle and ${digits(demand.inSystem)} requests wait or are in service on average.`,
    confidence: "medium",
    evidence: [...cpuEvidence(windows, each, idle), ...signs, ...costEvidence(scene, windows)],
    advice: adviseProcesses(scene.commands, count, Math.max(count + 1, usable)),
    runnerUp: "lock-or-pool",
    nextTest:
      `Run the same plan against ${2 * count} processes: at least 1.6 times the good answers a second confirms that a process ` +
      "is held to one core; no gain points to a lock or a pool that they share.",
  };
}

function cpuEvidence(windows: readonly WindowUse[], each: number, idle: number): Evidence[] {
  const waiting = mean(windows.flatMap(serving).map((process) => process.waiting))!;
  return [
    {
      metric:
        each < ONE_CORE.least
          ? `CPU of a serving process, with ${digits(waiting)} in which it waited for one`
          : "CPU of a serving process",
      value: each < ONE_CORE.least ? each + waiting : each,
      unit: "cores",
      threshold: ONE_CORE.least,
      source: `/proc/PID/stat, in ${windows.length} of 4 windows`,
    },
    {
      metric: "idle cores",
      value: idle,
      unit: "cores",
      threshold: ROOM_CORES,
      source: "/proc/stat",
    },
  ];
}

/** What a request costs, and what it took when nobody else asked: context for people, held against nothing. */
function costEvidence({ measurement, demand }: Scene, windows: readonly WindowUse[]): Evidence[] {
  const { canary, histograms } = measurement;
  const evidence: Evidence[] = [];
  if (demand.okPerSecond > 0) {
    const cost = (1000 * mean(windows.map((window) => window.target))!) / demand.okPerSecond;
    evidence.push({
      metric: "CPU time a good answer",
      value: cost,
      unit: "ms",
      source: "/proc/PID/stat over samples",
    });
  }
  const n = measurement.requests.ok;
  if (canary?.outcome === "ok" && n > 0) {
    evidence.push({
      metric: `mean response time, against ${formatMs(canary.serviceMs)} when nobody else asked`,
      value: histograms.response.sumMs / n,
      unit: "ms",
      source: "samples",
    });
  }
  return evidence;
}
