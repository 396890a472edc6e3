import { once } from "node:events";
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { readRun, type RunFile } from "kneepoint";
import { startService, type TourService } from "./tour-service.ts";
import { figuresOf, lessonOf } from "./tour-words.ts";

/** The tour: the bundled service with one process, then with two, under the same load from the same seed. */

const COLUMNS = 80;
/** Above what one process can do, below what two can. */
const OVERLOAD = 1.3;
const PROBE_SECONDS = 4;
const LOAD_SECONDS = 15;
const SEED = 20;
const INPUT = "image:jpeg,size=0.1..1.5MP";
const SLO = "p(95)<500ms";

const KNEEPOINT = fileURLToPath(new URL("../../dist/cli/main.js", import.meta.url));
const stamp = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
let interrupted = false;
// the command below gets the same signal and drains; the tour only has to put its service away
process.on("SIGINT", () => (interrupted = true));

say(
  "kneepoint's tour: a text-detection model behind HTTP, loaded with JPEG photographs of random size and shape.",
);
const alone = await withService(1, async (service) => {
  say("How much one process can do: two users who wait for each answer …");
  const probe = await load(
    service,
    ["--concurrency", "2", "-d", `${PROBE_SECONDS}s`, "--quiet", "--json"],
    "probe",
  );
  const rate = Math.max(1, Math.round(probe.throughput.okPerSecond * OVERLOAD * 10) / 10);
  say(
    `It answers ${probe.throughput.okPerSecond.toFixed(1)} images a second. Now ${rate}/s, whether or not it keeps up.`,
  );
  return { rate, run: await load(service, loadArguments(rate), "1-process") };
});
say("The same load, the same images, with two processes.");
const together = await withService(2, (service) =>
  load(service, loadArguments(alone.rate), "2-processes"),
);
process.stdout.write(`\n${figuresOf(alone.run, together)}\n`);
say(lessonOf(alone.run, together));
say(
  `The reports: ${directoryOf("1-process")}/report.html and ${directoryOf("2-processes")}/report.html`,
);

function loadArguments(rate: number): string[] {
  return ["-R", `${rate}/s`, "-d", `${LOAD_SECONDS}s`, "--slo", SLO];
}

async function withService<T>(
  processes: number,
  use: (service: TourService) => Promise<T>,
): Promise<T> {
  const service = await startService(processes);
  try {
    return await use(service);
  } finally {
    await service.stop();
    if (interrupted) process.exit(INTERRUPTED);
  }
}

/** As the command line's own. */
const INTERRUPTED = 105;

/** Runs the command line as a user would, and reads what it kept. */
async function load(service: TourService, args: readonly string[], name: string): Promise<RunFile> {
  const directory = directoryOf(name);
  const command = [
    "run",
    `${service.url}/predict`,
    "--input",
    INPUT,
    "--seed",
    String(SEED),
    ...args,
    "--run-dir",
    directory,
  ];
  const quiet = args.includes("--quiet");
  if (!quiet) say(`$ npx kneepoint ${command.map(quoted).join(" ")}`);
  const child = spawn(process.execPath, [KNEEPOINT, ...command], {
    stdio: ["ignore", quiet ? "ignore" : "inherit", "inherit"],
  });
  const [code] = (await once(child, "exit")) as [number | null];
  if (code === null || ![0, 96, 99].includes(code)) process.exit(code ?? 1);
  return readRun(directory);
}

function directoryOf(name: string): string {
  return `kneepoint-runs/demo-${stamp}-${name}`;
}

function quoted(argument: string): string {
  return /^[\w./:,=-]+$/.test(argument) ? argument : `'${argument}'`;
}

/** Prose is wrapped for a narrow terminal; commands break before an option. */
function say(text: string): void {
  const command = text.startsWith("$");
  const words = command ? text.split(/ (?=--?[a-zA-Z])/) : text.split(" ");
  const lines = words.reduce<string[]>(
    (done, word) => {
      const line = done.at(-1)!;
      if (line === "" || line.length + word.length < COLUMNS)
        done[done.length - 1] = `${line} ${word}`.trimStart();
      else done.push(word);
      return done;
    },
    [""],
  );
  process.stdout.write(`\n${lines.join(command ? " \\\n    " : "\n")}\n`);
}
