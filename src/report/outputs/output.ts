import type { RunFile } from "../../contracts/run-file.ts";

/** A form in which results leave a run directory. */
export interface Output {
  /** As given to `--out NAME=FILE`. */
  readonly name: "json" | "html" | "parquet" | "csv" | "markdown" | "junit";
  /** One line for the help. */
  readonly summary: string;
  /**
   * Writes it to `file`, replacing what is there. `directory` is the run's own.
   * @throws UserError when the file cannot be written, or the directory lacks what is asked for.
   */
  write(run: RunFile, directory: string, file: string): Promise<void>;
}
