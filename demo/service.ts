import cluster from "node:cluster";
import { ServiceCluster, SLOT_VARIABLE } from "./cluster.ts";
import type { ReadyMessage } from "./messages.ts";
import { parseOptions, usage } from "./options.ts";
import type { ServiceOptions } from "./options.ts";

/** As the command line's own: bad options. */
const EXIT_BAD_OPTIONS = 104;

const parsed = parseOptions(process.argv.slice(2));
if (parsed.kind === "help") {
  process.stdout.write(usage());
} else if (parsed.kind === "mistakes") {
  process.stderr.write(`${parsed.mistakes.join("\n")}\nSee --help.\n`);
  process.exitCode = EXIT_BAD_OPTIONS;
} else if (cluster.isPrimary) {
  await run(parsed.options);
} else {
  await serve(parsed.options);
}

/** The serving side is loaded only there: the primary needs neither the model's runtime nor the image decoder. */
async function serve(options: ServiceOptions): Promise<void> {
  const { fail, runWorker } = await import("./worker.ts");
  try {
    await runWorker(Number(process.env[SLOT_VARIABLE]), options);
  } catch (error) {
    fail(error);
  }
}

async function run(options: ServiceOptions): Promise<void> {
  const service = new ServiceCluster(options, (slot, pid, how, restarts) => {
    process.stderr.write(
      `serving process ${slot} (pid ${pid}) ended: ${how}; restart ${restarts}\n`,
    );
  });
  const end = (code: number): void => void service.stop().then(() => process.exit(code));
  process.on("SIGTERM", () => end(0));
  process.on("SIGINT", () => end(0));
  // A forked service does not outlive its parent.
  process.on("disconnect", () => end(0));
  try {
    await service.start();
  } catch (error) {
    if (service.stopping) return;
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    end(1);
    return;
  }
  announce(options, service);
}

function announce({ host, processes }: ServiceOptions, { port, pids }: ServiceCluster): void {
  const { pid } = process;
  const url = `http://${host.includes(":") ? `[${host}]` : host}:${port}`;
  process.stdout.write(
    `demo service ready on ${url} (${processes} ${processes === 1 ? "process" : "processes"}, pid ${pid})\n`,
  );
  if (process.connected) {
    process.send?.({ ready: true, url, port, pid, pids } satisfies ReadyMessage);
  }
}
