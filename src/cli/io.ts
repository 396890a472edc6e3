import { isatty } from "node:tty";

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

/** The real process. */
export function processIo(): CliIo {
  return {
    stdout: streamOf(process.stdout),
    stderr: streamOf(process.stderr),
    env: process.env,
    cwd: process.cwd(),
    onInterrupt(listener) {
      for (const signal of SIGNALS) process.on(signal, listener);
      return () => {
        for (const signal of SIGNALS) process.off(signal, listener);
      };
    },
  };
}

/** A reader that has seen enough (`| head`) closes the pipe: that is no error, and the work goes on. */
function streamOf(stream: NodeJS.WriteStream & { readonly fd: number }): TextStream {
  let open = true;
  stream.on("error", (error: NodeJS.ErrnoException) => {
    open = false;
    if (error.code !== "EPIPE" && error.code !== "EIO") throw error;
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
