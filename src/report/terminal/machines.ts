import type { MonitorColumn, MonitorSeries } from "../../contracts/monitor.ts";
import type { RunFile } from "../../contracts/run-file.ts";
import { bytes, cores, text } from "../format.ts";
import type { Screen } from "./screen.ts";
import { table } from "./table.ts";

/** Processes shown at most, the busiest first. */
const SHOWN = 8;

/** CPU and memory of the serving processes, and of the generator for comparison. */
export function machineTable({ monitors }: RunFile, screen: Screen): string[] {
  const measured = monitors.filter(({ columns }) => "cpu" in columns && "rss" in columns);
  const serving = measured
    .filter(({ role }) => role === "target")
    .map(usageOf)
    .toSorted((a, b) => b.cpuMean - a.cpuMean);
  const generator = measured.filter(({ role }) => role === "generator").map(usageOf);
  if (serving.length + generator.length === 0) return [];
  const rows = [
    ...serving.slice(0, SHOWN).map(row),
    ...remainder(serving.slice(SHOWN)),
    ...generator.map(row),
  ];
  return table(screen, ["Processes", "CPU mean", "CPU max", "RSS peak"], rows, [40, 11, 11, 11]);
}

interface Usage {
  readonly subject: string;
  readonly cpuMean: number;
  readonly cpuMax: number;
  readonly rssMax: number;
}

function usageOf({ subject, columns }: MonitorSeries): Usage {
  const cpu = read(columns["cpu"]);
  return {
    subject,
    cpuMean: cpu.length === 0 ? Number.NaN : cpu.reduce((sum, v) => sum + v, 0) / cpu.length,
    cpuMax: largest(cpu),
    rssMax: largest(read(columns["rss"])),
  };
}

function row({ subject, cpuMean, cpuMax, rssMax }: Usage): string[] {
  return [`  ${subject}`, text(cores(cpuMean)), text(cores(cpuMax)), text(bytes(rssMax))];
}

/** What the processes not shown took together; a maximum of a sum is not known. */
function remainder(rest: readonly Usage[]): string[][] {
  if (rest.length === 0) return [];
  const sum = (pick: (usage: Usage) => number): number =>
    rest.reduce((total, usage) => total + (pick(usage) || 0), 0);
  const cpu = text(cores(sum(({ cpuMean }) => cpuMean)));
  return [[`  ${rest.length} more together`, cpu, "", text(bytes(sum(({ rssMax }) => rssMax)))]];
}

function read(column: MonitorColumn | undefined): number[] {
  return (column?.values ?? []).filter((value) => value !== null);
}

function largest(values: readonly number[]): number {
  return values.length === 0 ? Number.NaN : values.reduce((a, b) => Math.max(a, b));
}
