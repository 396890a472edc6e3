import type { PhaseName, RunSummary } from "../../../src/contracts/run-file.ts";

/** What one phase adds to the average request. */
export interface PhaseShare {
  readonly phase: PhaseName;
  /** ms an average request spends in it; requests without the phase count as 0. */
  readonly meanMs: number;
  readonly share: number;
}

/** The phases in the order they happen. */
export const PHASES: readonly PhaseName[] = [
  "queue",
  "dns",
  "connect",
  "tls",
  "upload",
  "wait",
  "download",
];

/** Where the average request's time went; empty when no phase has samples. */
export function phaseShares(run: Pick<RunSummary, "latencyMs">): PhaseShare[] {
  const { phases } = run.latencyMs;
  const requests = Math.max(...PHASES.map((phase) => phases[phase]?.n ?? 0));
  if (!(requests > 0)) return [];
  const means = PHASES.map((phase) => {
    const { n = 0, mean = 0 } = phases[phase] ?? {};
    return { phase, meanMs: (n * mean) / requests };
  });
  const total = means.reduce((sum, { meanMs }) => sum + meanMs, 0);
  return means
    .filter(({ meanMs }) => meanMs > 0)
    .map(({ phase, meanMs }) => ({ phase, meanMs, share: meanMs / total }));
}
