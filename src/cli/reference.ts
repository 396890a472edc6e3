import { environmentName, type Option, OPTION_GROUPS, optionsOf } from "../plan/index.ts";
import { describeProtocols } from "../protocols/index.ts";
import type { Command } from "./command.ts";
import { EXIT_CODE_MEANINGS } from "./exit-codes.ts";
import { spellings } from "./help.ts";
import { describeInputs, OUTPUTS } from "./wiring.ts";

/** The command line reference in Markdown, from the same tables as the parser and the help. */
export function referenceMarkdown(commands: readonly Command[]): string {
  const chapters = [
    [
      "# Command line",
      "Generated from the source by `npm run build`: edit the option tables, not this file.",
    ],
    ...commands.map((command) => commandChapter(command)),
    exitCodeChapter(),
    planChapter(),
    inputChapter(),
    protocolChapter(),
    SLO_CHAPTER,
    EXPECT_CHAPTER,
    UNIT_CHAPTER,
    outputChapter(),
  ];
  return `${chapters.map((lines) => lines.join("\n\n")).join("\n\n")}\n`;
}

function commandChapter(command: Command): string[] {
  const head = `## kneepoint ${command.name}`;
  const usage = fenced(`kneepoint ${command.name} ${command.usage}`.trimEnd(), "text");
  const about = `${command.summary[0]!.toUpperCase()}${command.summary.slice(1)}.`;
  const examples = fenced(command.examples.join("\n"), "sh");
  return [head, about, usage, examples, ...optionTables(command)];
}

function optionTables(command: Command): string[] {
  const options = command.options === undefined ? [] : optionsOf(command.options);
  return OPTION_GROUPS.flatMap((group) => {
    const rows = options.filter((option) => option.group === group).map(optionRow);
    if (rows.length === 0) return [];
    const head = ["option", "what it does", "default", "plan file", "environment"];
    return [`### ${group} (${command.name})`, table(head, rows)];
  });
}

function optionRow(option: Option): string[] {
  const often = option.repeatable === true ? " Repeatable." : "";
  const example = option.example === "" ? "" : ` Example: ${code(option.example)}`;
  return [
    code(spellings(option)),
    option.help + often + example,
    option.default ?? "",
    placeInPlan(option),
    code(environmentName(option)),
  ];
}

function placeInPlan({ path, shortPath, negative }: Option): string {
  if (path === undefined) return "";
  return code(negative === true ? `${path}: false` : (shortPath ?? path));
}

function exitCodeChapter(): string[] {
  const rows = EXIT_CODE_MEANINGS.map(([number, meaning]) => [String(number), meaning]);
  return ["## Exit codes", table(["code", "meaning"], rows)];
}

function planChapter(): string[] {
  return [
    "## Plan file",
    "`kneepoint run plan.yaml` reads every option of the plan from a file; the column *plan file* above names the place. `KNEEPOINT_*` variables override the file, flags override both. A setting that contradicts one of a lower layer replaces it: `--concurrency 8` turns a plan's open model into a closed one. Headers and form parts are joined by name, all other lists are replaced. Repeatable options take one value a line in a variable. Paths in a plan are relative to the plan. A plan can neither run a command nor say where files are written.",
    "Editors that know the YAML language server complete and check a plan that begins with this line:",
    fenced(PLAN_EXAMPLE, "yaml"),
  ];
}

/** Checked against the schema and the reader by the tests. */
export const PLAN_EXAMPLE = `# yaml-language-server: $schema=node_modules/kneepoint/dist/plan.schema.json
name: baseline
target:
  url: http://127.0.0.1:8000/predict
  headers:
    x-model: detector
load:
  rate: 50/s
  stages:
    - 30s:50
    - { duration: 1m, target: 80 }
input:
  kind: image
  format: jpeg
  size: camera
pool:
  memory: 256MiB
protocol:
  name: multipart
  field: image
  form:
    threshold: 0.5
expect:
  - status=200
  - json:$.label
slo:
  - p(99)<300ms
  - errors<0.1%
seed: 42`;

function inputChapter(): string[] {
  const kinds = describeInputs().flatMap(({ kind, summary, main, keys }) => [
    `### ${kind}`,
    `${summary[0]!.toUpperCase()}${summary.slice(1)}. ${code(`${kind}:X`)} sets ${code(main)}.`,
    table(
      ["key", "what it says", "example", "default"],
      keys.map((key) => [code(key.name), key.summary, code(key.example), key.default]),
    ),
  ]);
  return [
    "## Inputs",
    "`--input KIND:VALUE,key=value`, or the same as a mapping in a plan.",
    ...kinds,
  ];
}

function protocolChapter(): string[] {
  const rows = describeProtocols().map(({ name, summary, options }) => {
    const taken = options.map((option) => `${code(option.name)}: ${option.help}`).join("; ");
    return [code(name), summary, taken];
  });
  return ["## Serving APIs", table(["--protocol", "what is sent", "options"], rows)];
}

const SLO_CHAPTER = [
  "## SLOs",
  "k6's grammar, with units. Failures and dropped requests count as over every limit of time.",
  table(
    ["SLO", "what must hold"],
    [
      [
        "`p(99)<300ms`, `p99.9<1s`, `med<20ms`",
        "a percentile of the response time; a bare number is milliseconds",
      ],
      ["`avg<80ms`, `min>1ms`, `max<2s`", "mean and extremes of the response time"],
      ["`errors<0.1%`", "failed requests of those sent"],
      ["`dropped<1%`", "requests that the cap on requests in flight kept from being sent"],
      ["`rate>40/s`", "successful responses a second"],
    ],
  ),
];

const EXPECT_CHAPTER = [
  "## Success",
  "A response is a success when every test holds. Without one that speaks of the status, `status=2xx` is expected as well.",
  table(
    ["test", "holds when"],
    [
      ["`status=200`, `status=2xx`, `status=200,201`", "the status is one of these"],
      ["`header:x-id`", "the header is there"],
      ["`header:x-cache=miss`, `header:content-type~json`", "it is, or contains, this text"],
      ["`json:$.label`", "the body is JSON, and there is something other than null"],
      [
        "`json:$.items[0].name==\"cat\"`, `json:$.score>=0.5`, `json:$['a key']~text`",
        "it compares so: `==` `!=` `<` `<=` `>` `>=`, and `~` for contains; paths have `.key`, `['key']` and `[0]`",
      ],
      ["`size>10`", "the body has so many bytes"],
      ["`body~text`", "the body contains the text"],
    ],
  ),
];

const UNIT_CHAPTER = [
  "## Units",
  table(
    ["value", "written as"],
    [
      ["durations", "`500ms`, `30s`, `2m`, `1h`, `1m30s`; never a bare number"],
      ["rates", "`50` or `50/s`, `100/1m`, `2k/s`"],
      ["counts", "`500`, `10k`, `2M`"],
      ["bytes", "`256MB` (powers of 1000), `1GiB` (powers of 1024)"],
      ["shares", "`0.1%`, `0.001`"],
    ],
  ),
];

function outputChapter(): string[] {
  const rows = OUTPUTS.map(({ name, summary }) => [code(`--out ${name}=FILE`), summary]);
  return ["## Formats", table(["option", "what is written"], rows)];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(cell).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}

function cell(text: string): string {
  return text.replaceAll("|", "\\|");
}

function code(text: string): string {
  return `\`${text}\``;
}

function fenced(text: string, language: string): string {
  return `\`\`\`${language}\n${text}\n\`\`\``;
}
