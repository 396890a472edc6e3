/** Stable codes of what a user can get wrong; kept in JSON output and in tests. */
export type ProblemCode =
  | "option-unknown"
  | "option-value"
  | "option-missing"
  | "option-conflict"
  | "plan-unreadable"
  | "plan-syntax"
  | "plan-key"
  | "input-spec"
  | "input-file"
  | "target-url"
  | "run-directory"
  | "run-file"
  | "run-version"
  | "disk"
  | "target-unreachable"
  | "monitor-target";

/** One mistake: what was received, what was expected, where, and what to do now. */
export interface Problem {
  readonly code: ProblemCode;
  /** Flag, plan path with line, environment variable or file. */
  readonly where: string;
  /** As given; undefined when something is missing. */
  readonly received?: string;
  readonly expected: string;
  readonly hint?: string;
}

/** Mistakes of the user, collected and shown together. Never printed with a stack trace. */
export class UserError extends Error {
  readonly problems: readonly Problem[];
  constructor(problems: readonly Problem[]) {
    super(problems.map(describeProblem).join("\n"));
    this.name = "UserError";
    this.problems = problems;
  }
}

/** A mistake in one or two lines: `where: received "x"; expected y` and the hint. */
export function describeProblem(problem: Problem): string {
  const received =
    problem.received === undefined ? "" : `received ${JSON.stringify(problem.received)}; `;
  const hint = problem.hint === undefined ? "" : `\n  ${problem.hint}`;
  return `${problem.where}: ${received}expected ${problem.expected}${hint}`;
}

/** Why a file could not be used, in a sentence, from the system's error. */
export function fileFailure(error: {
  readonly code?: string | undefined;
  readonly message: string;
}): string {
  if (error.code === "ENOENT") return "There is no such file.";
  if (error.code === "EACCES") return "This user may not read it.";
  if (error.code === "EISDIR") return "It is a directory.";
  return `${error.message}.`;
}

/** The user ended the command before anything was measured. */
export class InterruptedError extends Error {
  constructor() {
    super("Interrupted before anything was measured.");
    this.name = "InterruptedError";
  }
}
