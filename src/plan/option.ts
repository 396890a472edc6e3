/** How a value is written; `kinds.ts` reads each, and says what it looks like in a plan file. */
export type OptionKind =
  | "text"
  | "url"
  | "path"
  | "method"
  | "header"
  | "switch"
  | "integer"
  | "count"
  | "duration"
  | "rate"
  | "bytes"
  | "seed"
  | "arrivals"
  | "stage"
  | "form-part"
  | "input"
  | "slo"
  | "output";

/** The chapters of the help, in its order. */
export const OPTION_GROUPS = [
  "Target",
  "Load",
  "Connections",
  "Inputs",
  "Serving API",
  "Judgement",
  "Monitoring",
  "Output",
  "General",
] as const;
export type OptionGroup = (typeof OPTION_GROUPS)[number];

export type CommandName = "run" | "report" | "doctor";

/**
 * One option, declared once: the parser, the help, the reference, the plan's JSON Schema, the environment variables
 * and the shell completions all read it here.
 */
export interface Option {
  /** Long name without dashes; `KNEEPOINT_` and the name in capitals is its environment variable. */
  readonly name: string;
  /** One letter. */
  readonly short?: string;
  /** A second letter that users of other tools know. */
  readonly alias?: string;
  readonly kind: OptionKind;
  /** Stands for the value in the help; absent for switches. */
  readonly value?: string;
  /** Place in a plan file, such as `load.rate`; absent where the command line alone decides. */
  readonly path?: string;
  /** A shorter place that takes the same value: `target: URL` for `target.url`. */
  readonly shortPath?: string;
  readonly repeatable?: true;
  /** The argument without dashes. */
  readonly positional?: true;
  /** A `no-…` switch: in the plan file its path holds the opposite. */
  readonly negative?: true;
  /** Numbers and durations must be above zero. */
  readonly positive?: true;
  /** The largest number that makes sense. */
  readonly most?: number;
  readonly choices?: readonly string[];
  /** As text, for people; the value itself is filled in by `defaults.ts`. */
  readonly default?: string;
  readonly group: OptionGroup;
  readonly help: string;
  /** A value as one would write it on the command line. */
  readonly example: string;
  readonly commands: readonly CommandName[];
}

/** `--rate`, as messages and help spell it. */
export function longFlag(option: Option): string {
  return `--${option.name}`;
}

/** `KNEEPOINT_RATE`. */
export function environmentName(option: Option): string {
  return `KNEEPOINT_${option.name.toUpperCase().replaceAll("-", "_")}`;
}
