import {
  type CommandName,
  longFlag,
  type Option,
  OPTION_GROUPS,
  optionsOf,
} from "../plan/index.ts";
import type { Command } from "./command.ts";
import { EXIT_CODE_MEANINGS } from "./exit-codes.ts";
import { type Terminal, wrap } from "./terminal.ts";
import { VERSION } from "./version.ts";

const COMMAND_COLUMN = 12;
const ENTRY_COLUMN = 17;
/** Where the explanation of an option begins. */
const OPTION_COLUMN = 10;

/** What `kneepoint` alone says. */
export function overview(terminal: Terminal, commands: readonly Command[]): string {
  const title = (text: string): string => terminal.style("bold", text);
  return [
    `${title("kneepoint")} ${VERSION}: load testing for ML prediction services`,
    "",
    title("Examples"),
    "  Fifty camera images a second for half a minute, and a bound that must hold:",
    "    kneepoint run http://127.0.0.1:8000/predict --input image:jpeg \\",
    "      --rate 50/s -d 30s --slo 'p(99)<300ms'",
    "  The same from a file, with another rate:",
    "    kneepoint run plan.yaml --rate 80/s",
    "  Whether this machine can measure:",
    "    kneepoint doctor",
    "",
    title("Commands"),
    ...commands.map(({ name, summary }) => `  ${name.padEnd(COMMAND_COLUMN)}${summary}`),
    "",
    "All options of a command: kneepoint help run",
  ].join("\n");
}

/** What `kneepoint help COMMAND` says. */
export async function commandHelp(terminal: Terminal, command: Command): Promise<string> {
  const title = (text: string): string => terminal.style("bold", text);
  const lines = [
    `${title("Usage")}  kneepoint ${command.name} ${command.usage}`.trimEnd(),
    "",
    ...terminal.wrap(sentence(command.summary)),
    "",
    title("Examples"),
    ...command.examples.map((example) => `  ${example}`),
  ];
  if (command.options !== undefined) lines.push(...optionChapters(terminal, command.options));
  if (command.name === "run") lines.push(...(await runChapters(terminal)));
  return lines.join("\n");
}

function optionChapters(terminal: Terminal, command: CommandName): string[] {
  const lines: string[] = [];
  for (const group of OPTION_GROUPS) {
    const members = optionsOf(command).filter((option) => option.group === group);
    if (members.length === 0) continue;
    lines.push("", terminal.style("bold", group));
    lines.push(...members.flatMap((option) => optionEntry(terminal, option)));
  }
  return lines;
}

function optionEntry(terminal: Terminal, option: Option): string[] {
  const head = `  ${terminal.style("green", spellings(option))}`;
  const given = option.default === undefined ? "" : ` Default: ${option.default}.`;
  const example = option.example === "" ? "" : ` Example: ${option.example}`;
  const often = option.repeatable === true ? " Repeatable." : "";
  const text = option.help + often + given + example;
  return [head, ...wrap(text, terminal.width, " ".repeat(OPTION_COLUMN))];
}

/** `-R, --rate RATE`. */
export function spellings(option: Option): string {
  if (option.positional === true) return option.value ?? option.name;
  const letters = [option.short, option.alias].filter((letter) => letter !== undefined);
  const all = [...letters.map((letter) => `-${letter}`), longFlag(option)].join(", ");
  return option.value === undefined ? all : `${all} ${option.value}`;
}

async function runChapters(terminal: Terminal): Promise<string[]> {
  const { describeInputs, OUTPUTS } = await import("./wiring.ts");
  const { describeProtocols } = await import("../protocols/index.ts");
  const chapters: readonly (readonly [
    title: string,
    rows: readonly (readonly [string, string])[],
  ])[] = [
    ["Inputs", describeInputs().map(({ kind, summary }) => [kind, summary])],
    ["Protocols", describeProtocols().map(({ name, summary }) => [name, summary])],
    ["Formats of --out", OUTPUTS.map(({ name, summary }) => [name, summary])],
    ["Exit codes", EXIT_CODE_MEANINGS.map(([code, meaning]) => [String(code), meaning])],
  ];
  const lines = chapters.flatMap(([title, rows]) => {
    return ["", terminal.style("bold", title)].concat(
      rows.flatMap((row) => entry(terminal, ...row)),
    );
  });
  return [...lines, "", ...terminal.wrap(LAYERS)];
}

const LAYERS =
  "Every option is also read from the environment (KNEEPOINT_RATE for --rate) and, where it belongs to the plan, from a plan file: file, then environment, then flags, the later one winning.";

function entry(terminal: Terminal, name: string, text: string): string[] {
  const indent = " ".repeat(ENTRY_COLUMN);
  const [first = "", ...rest] = wrap(text, terminal.width, indent);
  return [`  ${name.padEnd(ENTRY_COLUMN - 2)}${first.trimStart()}`, ...rest];
}

function sentence(text: string): string {
  return `${text[0]!.toUpperCase()}${text.slice(1)}.`;
}
