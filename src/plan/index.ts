export { parseArguments } from "./arguments.ts";
export type { InputDescription, ParsedUrl, PathOrigin, PlanChecks } from "./checks.ts";
export { readInvocation, type Invocation } from "./invocation.ts";
export {
  environmentName,
  longFlag,
  OPTION_GROUPS,
  type CommandName,
  type Option,
} from "./option.ts";
export { OPTIONS, optionsOf } from "./options.ts";
export type { FilePath, PlanFile } from "./plan-file.ts";
export { readPlan } from "./read-plan.ts";
export { planSchema } from "./schema.ts";
export { suggest } from "./suggest.ts";
export type { OutputSpec } from "./values.ts";
