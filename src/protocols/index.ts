export type { ProtocolDefinition, ProtocolOption, ProtocolOptions } from "./definition.ts";
export { checkPredicate, parsePredicate } from "./predicates/parse.ts";
export { checkProtocol, createProtocol, describeProtocols, PROTOCOLS } from "./registry.ts";
