import type { RunFile, RunSummary } from "../contracts/run-file.ts";

/** The head of a run file: what `--json` prints. Key order is that of the contract. */
export function summaryOf(run: RunFile): RunSummary {
  return {
    schema: run.schema,
    id: run.id,
    command: run.command,
    seed: run.seed,
    startedAt: run.startedAt,
    target: run.target,
    interrupted: run.interrupted,
    validity: run.validity,
    load: run.load,
    requests: run.requests,
    throughput: run.throughput,
    latencyMs: run.latencyMs,
    slo: run.slo,
    findings: run.findings,
    notes: run.notes,
  };
}
