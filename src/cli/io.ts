import { isatty } from "node:tty";
import { EXIT } from "./exit-codes.ts";

/** A stream that text is printed on. */
export interface TextStream {
  write(text: string): void;
  readonly isTTY: boolean;
  /** Width; undefined where nobody looks. */
  readonly columns: number | undefined;
}

/** All that the command line knows of its process, so that it can be run inside another. */
export interface CliIo {
  readonly stdout: TextStream;
  readonly stderr: TextStream;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  /** Calls `listener` at every interruption (Ctrl-C and its like) until the returned function is called. */
  onInterrupt(listener: () => void): () => void;
}

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** The real process. `onListening` is called when a command begins to listen for interruptions itself. */
export function processIo(onListening: () => void = () => {}): CliIo {
  // what one stream cannot take is told on the other
  const stdout = streamOf(process.stdout, (error) => stderr.write(loss("stdout", error)));
  const stderr = streamOf(process.stderr, (error) => stdout.write(loss("stderr", error)));
  return {
    stdout,
    stderr,
    env: process.env,
    cwd: process.cwd(),
    onInterrupt(listener) {
      for (const signal of SIGNALS) process.on(signal, listener);
      onListening();
      return () => {
        for (const signal of SIGNALS) process.off(signal, listener);
      };
    },
  };
}

function loss(name: string, error: NodeJS.ErrnoException): string {
  const reason = error.code === "ENOSPC" ? "the disk is full" : error.message;
  return `kneepoint: ${name} could not be written to: ${reason}\n`;
}

/**
 * A stream that takes no more ends no work. A reader that has seen enough (`| head`) closes the pipe: that is no
 * error; text lost in any other way is told with `onLoss`, and a good exit code would hide it.
 */
function streamOf(
  stream: NodeJS.WriteStream & { readonly fd: number },
  onLoss: (error: NodeJS.ErrnoException) => void,
): TextStream {
  let open = true;
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (!open) return;
    open = false;
    if (error.code === "EPIPE" || error.code === "EIO") return;
    process.once("exit", (code) => {
      if (code === EXIT.ok) process.exitCode = EXIT.badInput;
    });
    onLoss(error);
  });
  return {
    write(text) {
      if (open) stream.write(text);
    },
    isTTY: isatty(stream.fd),
    get columns() {
      return stream.columns;
    },
  };
}
