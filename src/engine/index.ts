export { sendCanary } from "./canary.ts";
export { RunClock } from "./clock.ts";
export {
  type LoadHooks,
  type LoadOutcome,
  type LoadProgress,
  plannedLength,
  runLoad,
} from "./coordinator.ts";
export { GeneratorMonitor, type GeneratorLimits } from "./generator-monitor.ts";
export { type MeasurementParts, toMeasurement } from "./measurement.ts";
export { preparePayloads } from "./prepare.ts";
export { Recorder } from "./recorder.ts";
export { sliceLength } from "./slices.ts";
export type { Pool, SharedPool } from "../inputs/index.ts";
export { endpointOf } from "./target.ts";
export { defaultWorkers } from "./worker-setup.ts";
export type { WorkerHealth } from "./messages.ts";
