import type { Measurement } from "../../contracts/run-file.ts";
import { mean, meanIn, numericFact, seriesOf } from "../window.ts";
import { ALL_CORES } from "../thresholds.ts";

/** What helps a generator that has too little CPU time, given who uses the machine. */
export function remedy({ monitors, measuredMs, generator, plan }: Measurement): string {
  const window = { fromMs: 0, toMs: measuredMs };
  const host = seriesOf(monitors, "host", "host")[0];
  const cores = numericFact(host, "cores");
  const busy = meanIn(host, "busy", window);
  const targets = seriesOf(monitors, "process", "target");
  const target = mean(targets.map((series) => meanIn(series, "cpu", window) ?? 0));
  const own = meanIn(seriesOf(monitors, "process", "generator")[0], "cpu", window) ?? 0;
  if (cores !== undefined && busy !== undefined && busy > ALL_CORES * cores) {
    return target !== undefined && target * targets.length > own
      ? "The target uses most of the machine that the generator shares with it: run the generator on another machine, or leave it a core of its own (taskset)."
      : "The machine has no CPU time left for the generator: run it on a machine with more free cores, or lower the rate.";
  }
  const connections = plan.connections.keepAlive ? "" : ", keep connections alive";
  const more =
    cores !== undefined && generator.workers < cores
      ? `Use more workers (--workers ${generator.workers + 1})`
      : "Use a machine with more cores";
  return `${more}${connections}, or lower the rate; \`kneepoint doctor\` tells what this machine can send.`;
}
