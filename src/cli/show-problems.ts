import type { Problem } from "../contracts/errors.ts";
import { redactText } from "../contracts/redact.ts";
import { plainText } from "../report/index.ts";
import type { Terminal } from "./terminal.ts";

export { plainText };

const SHOWN_CHARACTERS = 200;
/** Nobody mends more at once, and the first are still on the screen. */
const SHOWN_PROBLEMS = 20;

/** Mistakes for people: where, what was received, what was expected, what to do. */
export function showProblems(terminal: Terminal, problems: readonly Problem[]): void {
  const count = problems.length === 1 ? "" : `${problems.length} problems`;
  terminal.print(terminal.style("red", `kneepoint: ${count === "" ? "a problem" : count}`));
  for (const problem of problems.slice(0, SHOWN_PROBLEMS)) {
    terminal.print("");
    for (const line of problemLines(terminal, withoutSecrets(problem))) terminal.print(line);
  }
  const rest = problems.length - SHOWN_PROBLEMS;
  if (rest > 0) terminal.print(`\nand ${rest} more`);
}

/** Mistakes for programs, as JSON. */
export function problemsJson(problems: readonly Problem[]): string {
  const shown = { schema: "kneepoint.problems/1", problems: problems.map(withoutSecrets) };
  return `${JSON.stringify(shown, undefined, 2)}\n`;
}

/** What a user typed, and what is advised instead, may hold a token or a password. */
function withoutSecrets(problem: Problem): Problem {
  const { received, hint } = problem;
  return {
    ...problem,
    ...(received !== undefined && { received: redactText(received) }),
    ...(hint !== undefined && { hint: redactText(hint) }),
  };
}

function problemLines(terminal: Terminal, { where, received, expected, hint }: Problem): string[] {
  const value = received === undefined ? "" : ` ${quote(received)}`;
  const head = wrapWithHead(terminal, plainText(where), value);
  const rest = terminal.wrap(`expected ${plainText(expected, 2000)}`, "    ");
  const advice = hint === undefined ? [] : terminal.wrap(plainText(hint, 2000), "    ");
  return [...head, ...rest, ...advice.map((line) => terminal.style("yellow", line))];
}

/** The place and the value on one line where they fit. */
function wrapWithHead(terminal: Terminal, where: string, value: string): string[] {
  const styled = terminal.style("bold", where);
  if (2 + where.length + value.length <= terminal.width) return [`  ${styled}${value}`];
  return [`  ${styled}`, ...terminal.wrap(value, "    ")];
}

function quote(text: string): string {
  return JSON.stringify(plainText(text, SHOWN_CHARACTERS));
}
