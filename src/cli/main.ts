#!/usr/bin/env node
// everything else is loaded further down: this file alone must catch what happens while that is under way
const [INTERRUPTED, BAD_INPUT, INTERNAL] = [105, 104, 107];
const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

function endEarly(): void {
  process.stderr.write("Interrupted before anything was measured.\n");
  process.exit(INTERRUPTED);
}

function explainFailedStart(error: NodeJS.ErrnoException): number {
  if (error.code === "EMFILE" || error.code === "ENFILE") {
    process.stderr.write("kneepoint: too few files may be open: raise the limit, ulimit -n 1024\n");
    return BAD_INPUT;
  }
  process.stderr.write(`kneepoint: it could not be loaded: ${error.message.split("\n")[0]}\n`);
  return INTERNAL;
}

for (const signal of SIGNALS) process.on(signal, endEarly);
try {
  const { processIo } = await import("./io.ts");
  const { runCli } = await import("./run-cli.ts");
  const io = processIo(() => {
    for (const signal of SIGNALS) process.off(signal, endEarly);
  });
  process.exitCode = await runCli(process.argv.slice(2), io);
} catch (error) {
  process.exitCode = explainFailedStart(error as NodeJS.ErrnoException);
}
