import os from "node:os";
import type { Environment } from "../contracts/run-file.ts";

/** The machine and software a run was made with. */
export function describeEnvironment(version: string): Environment {
  const cpus = os.cpus();
  return {
    kneepoint: version,
    node: process.version,
    os: `${os.type()} ${os.release()} ${os.arch()}`,
    cpu: cpus[0]?.model.trim() ?? "unknown",
    cores: os.availableParallelism(),
    memoryBytes: os.totalmem(),
    hostname: os.hostname(),
  };
}
