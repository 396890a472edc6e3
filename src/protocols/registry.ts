import { type Problem, UserError } from "../contracts/errors.ts";
import type { Protocol } from "../contracts/request.ts";
import type { ProtocolDefinition, ProtocolOptions } from "./definition.ts";
import { JSON_B64 } from "./json-b64.ts";
import { JSON_TEMPLATE } from "./json-template.ts";
import { MULTIPART } from "./multipart.ts";
import { RAW } from "./raw.ts";

/** The serving APIs there are, in the order of the help. */
export const PROTOCOLS: readonly ProtocolDefinition[] = [RAW, MULTIPART, JSON_B64, JSON_TEMPLATE];

/** Named in the documentation, still to come. */
const LATER: ReadonlySet<string> = new Set([
  "auto",
  "oip",
  "tfserving",
  "torchserve",
  "mlflow",
  "sagemaker",
  "openai",
  "grpc-oip",
]);

/**
 * The protocol of that name.
 * @throws UserError when there is none, or an option cannot be used; `where` is the option's name, or `name`.
 */
export function createProtocol(name: string, options: ProtocolOptions): Protocol {
  const definition = PROTOCOLS.find((candidate) => candidate.name === name);
  if (definition === undefined) throw new UserError([unknownProtocol(name)]);
  const unknown = Object.keys(options).filter((option) => !takes(definition, option));
  if (unknown.length > 0) throw new UserError(unknown.map((o) => unknownOption(definition, o)));
  return definition.create(options);
}

/** The mistakes that `createProtocol` would throw, and an input that is missing. */
export function checkProtocol(
  name: string,
  options: ProtocolOptions,
  hasInput: boolean,
): readonly Problem[] {
  try {
    createProtocol(name, options);
  } catch (error) {
    if (error instanceof UserError) return error.problems;
    throw error;
  }
  const definition = PROTOCOLS.find((candidate) => candidate.name === name)!;
  return !hasInput && definition.needsInput(options) ? [missingInput(name)] : [];
}

function missingInput(name: string): Problem {
  return {
    code: "option-missing",
    where: "name",
    expected: `an input for the protocol ${name}`,
    hint: "Give --input image:jpeg, --body-file FILE or --body TEXT.",
  };
}

/** Name, summary and options of every protocol, for the help. */
export function describeProtocols(): readonly Pick<
  ProtocolDefinition,
  "name" | "summary" | "options"
>[] {
  return PROTOCOLS;
}

function takes(definition: ProtocolDefinition, option: string): boolean {
  const { openPrefix, options } = definition;
  if (openPrefix !== undefined && option.startsWith(openPrefix)) return true;
  return options.some(({ name }) => name === option);
}

function unknownProtocol(name: string): Problem {
  const names = PROTOCOLS.map((definition) => definition.name).join(", ");
  const problem = {
    code: "option-value",
    where: "name",
    received: name,
    expected: `one of ${names}`,
  } as const;
  const hint = `${name} does not exist yet. json-template writes any JSON that a service wants.`;
  return LATER.has(name) ? { ...problem, hint } : problem;
}

function unknownOption(definition: ProtocolDefinition, option: string): Problem {
  const takers = PROTOCOLS.filter((other) => takes(other, option)).map(({ name }) => name);
  const problem = {
    code: "option-conflict",
    where: option,
    expected: `nothing here: the protocol ${definition.name} does not use it`,
  } as const;
  if (takers.length === 0) return problem;
  return { ...problem, hint: `It belongs to --protocol ${takers.join(" or ")}.` };
}
