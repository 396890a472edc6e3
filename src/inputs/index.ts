export { BodyComposer, SMALL_BODY_BYTES } from "./composer.ts";
export type { InputKey, InputKind } from "./kind.ts";
export { parseInput } from "./parse.ts";
export { type Pool, type PoolRequest, preparePool } from "./pool.ts";
export { describeInputs, INPUT_KINDS, type InputDescription, type InputSpec } from "./registry.ts";
export type { PoolEntry, SharedPool } from "./shared-pool.ts";
