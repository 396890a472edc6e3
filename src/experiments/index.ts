export type {
  ExperimentHooks,
  ExperimentPorts,
  MonitorSession,
  Progress,
  RunStore,
  SampleStore,
} from "./ports.ts";
export { conclude, runExperiment, type RunOptions, type RunResult } from "./run.ts";
