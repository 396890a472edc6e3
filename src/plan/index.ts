export { parseArguments, type Arguments, type RawFlag, type RawFlags } from "./arguments.ts";
export type { ParsedUrl, PathOrigin, PlanChecks } from "./checks.ts";
export { DEFAULTS } from "./defaults.ts";
export type { Environment } from "./environment.ts";
export { readInvocation, type Invocation } from "./invocation.ts";
export {
  environmentName,
  longFlag,
  OPTION_GROUPS,
  type CommandName,
  type Option,
} from "./option.ts";
export { OPTIONS, optionNamed, optionsOf } from "./options.ts";
export type { FilePath, PlanFile } from "./plan-file.ts";
export type { PlanSources } from "./layers.ts";
export { readPlan } from "./read-plan.ts";
export { planSchema, type SchemaExtra } from "./schema.ts";
export { parseSlo } from "./slo.ts";
export { suggest } from "./suggest.ts";
export { formatDuration } from "./units.ts";
export type { OutputSpec } from "./values.ts";
