export type { ExperimentHooks, ExperimentPorts, MonitorSession, Progress } from "./ports.ts";
export { runExperiment, type RunResult } from "./run.ts";
