import type { RunFile } from "../../contracts/run-file.ts";
import { REPORT_FILE, RUN_FILE, SAMPLES_FILE } from "../files.ts";
import { plainText, withPlainTexts } from "../format.ts";
import { findingLines } from "./findings.ts";
import { inputFacts } from "./inputs.ts";
import { latencyTable, phaseTable } from "./latency.ts";
import { loadFacts } from "./load.ts";
import { machineTable } from "./machines.ts";
import { outcomeTable } from "./outcomes.ts";
import { Screen, type ScreenOptions, toAscii } from "./screen.ts";
import { sloLines } from "./slo.ts";
import { validityReasons, verdictLine } from "./verdict.ts";

export interface TerminalOptions extends ScreenOptions {
  /** Where the run is kept; named at the end when given. */
  readonly directory?: string;
  /** Names of the files in it. */
  readonly files?: readonly string[];
}

type Section = (run: RunFile, screen: Screen) => string[];

/** Top to bottom; a blank line stands between those that have something to say. */
const SECTIONS: readonly Section[] = [
  verdictLine,
  validityReasons,
  (run, screen) => [...loadFacts(run, screen), ...inputFacts(run, screen)],
  sloLines,
  latencyTable,
  phaseTable,
  outcomeTable,
  machineTable,
  findingLines,
  noteLines,
];

/**
 * A run as text for a terminal of at least 80 columns: the verdict first, the headline last. Texts from the target
 * cannot steer the terminal. Ends without a line break.
 */
export function renderTerminal(run: RunFile, headline: string, options: TerminalOptions): string {
  const screen = new Screen(options);
  const shown = withoutForeignControl(run);
  const sections = [
    ...SECTIONS.map((section) => section(shown, screen)),
    fileLines(options, screen),
    screen.wrap(plainText(headline), "").map((line) => screen.title(line)),
  ];
  const text = sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")
    .replaceAll("\u00a0", " ");
  return options.unicode ? text : toAscii(text);
}

/** Slices and histograms hold numbers only and are large. */
function withoutForeignControl(run: RunFile): RunFile {
  const { slices, histograms, ...rest } = run;
  return { ...withPlainTexts(rest), slices, histograms };
}

function noteLines({ notes }: RunFile, screen: Screen): string[] {
  if (notes.length === 0) return [];
  return [screen.title("Notes"), ...notes.flatMap((note) => screen.wrap(note, "    ", "  - "))];
}

function fileLines(options: TerminalOptions, screen: Screen): string[] {
  if (options.directory === undefined) return [];
  const files = options.files ?? [REPORT_FILE, RUN_FILE, SAMPLES_FILE];
  return screen.fact("Files", `${plainText(options.directory)} (${files.join(", ")})`);
}
