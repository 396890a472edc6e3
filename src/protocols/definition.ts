import { type Problem, UserError } from "../contracts/errors.ts";
import type { Protocol } from "../contracts/request.ts";

/** Options of a protocol as the plan holds them. */
export type ProtocolOptions = Readonly<Record<string, string>>;

/** One option of a protocol, for the help. */
export interface ProtocolOption {
  readonly name: string;
  readonly help: string;
}

/** A serving API: what the help says of it, and how it is made. */
export interface ProtocolDefinition {
  /** As given to `--protocol`. */
  readonly name: string;
  /** One line for the help. */
  readonly summary: string;
  readonly options: readonly ProtocolOption[];
  /** Takes options of any name that begins with this, such as `form:`. */
  readonly openPrefix?: string;
  /** Whether requests make no sense without an input. */
  needsInput(options: ProtocolOptions): boolean;
  /** @throws UserError when an option's value cannot be used; `where` is the option's name. */
  create(options: ProtocolOptions): Protocol;
}

/** A mistake in an option, as an error. */
export function optionError(
  where: string,
  received: string | undefined,
  expected: string,
  hint?: string,
): UserError {
  const problem: Problem = {
    code: received === undefined ? "option-missing" : "option-value",
    where,
    expected,
    ...(received === undefined ? {} : { received }),
    ...(hint === undefined ? {} : { hint }),
  };
  return new UserError([problem]);
}
