import type { RunFile } from "kneepoint";

/** A table of the two runs. */
export function figuresOf(one: RunFile, two: RunFile): string {
  const head = row("processes", "answered/s", "p50", "p95", "finding");
  return [head, figures("1", one), figures("2", two)].join("\n");
}

function figures(processes: string, run: RunFile): string {
  const { p50, p95 } = run.latencyMs.response;
  const finding = run.findings.map(({ rule }) => rule).join(", ") || "none";
  return row(processes, run.throughput.okPerSecond.toFixed(1), time(p50), time(p95), finding);
}

function row(processes: string, rate: string, p50: string, p95: string, finding: string): string {
  return `  ${processes.padEnd(10)}${rate.padStart(11)}${p50.padStart(11)}${p95.padStart(11)}  ${finding}`;
}

function time(value: number | undefined): string {
  if (value === undefined) return "too few";
  return value < 1000 ? `${value.toPrecision(3)} ms` : `${(value / 1000).toPrecision(3)} s`;
}

/** What the tour has shown, from the two runs and nothing else. */
export function lessonOf(one: RunFile, two: RunFile): string {
  const serialised = (run: RunFile): boolean =>
    run.findings.some(({ rule }) => rule === "one-core");
  const gain = two.throughput.okPerSecond / one.throughput.okPerSecond;
  const measured = `a second process changed ${one.throughput.okPerSecond.toFixed(1)} into ${two.throughput.okPerSecond.toFixed(1)} answers a second (× ${gain.toFixed(2)})`;
  if (serialised(one) && !serialised(two)) {
    return `One process was held to one CPU core; ${measured}, and the finding is gone.`;
  }
  if (serialised(one))
    return `One process was held to one CPU core, and two still are: ${measured}.`;
  return `On this machine the one-core ceiling did not show with one process; ${measured}. The runs say what was seen instead.`;
}
