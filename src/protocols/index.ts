export { checkPredicate, parsePredicate } from "./predicates/parse.ts";
export { checkProtocol, createProtocol, describeProtocols, PROTOCOLS } from "./registry.ts";
