import { parentPort, workerData } from "node:worker_threads";
import { ArrivalSchedule, shareOf, UserSchedule } from "../load/index.ts";
import { ClosedLoop } from "./closed-loop.ts";
import { RunClock } from "./clock.ts";
import { HealthProbe } from "./health.ts";
import { Keeper } from "./keeper.ts";
import type { LoadLoop } from "./loop.ts";
import type { FromWorker, OpeningReport, ToWorker, WorkerSetup } from "./messages.ts";
import { OpenLoop } from "./open-loop.ts";
import { SampleWriter } from "./sample-writer.ts";
import { Sender } from "./sender.ts";

/** Samples reach the coordinator at least this often, so that little is lost with a worker and progress is live. */
const FLUSH_MS = 250;
const HEALTH_MS = 1000;
/** Connections opened before the load, a second and worker: below the accept queue of a default server. */
const OPEN_PER_SECOND = 500;
const DRAIN_POLL_MS = 5;

const port = parentPort!;
const setup = workerData as WorkerSetup;
const { plan, part } = setup;
const clock = new RunClock();
const post = (message: FromWorker): void => port.postMessage(message);

const samples = new SampleWriter(part.index, (batch) => {
  const buffer = batch.sequence.buffer as ArrayBuffer;
  port.postMessage({ type: "batch", buffer, length: batch.length } satisfies FromWorker, [buffer]);
});
const keeper = new Keeper((exchange) => post({ type: "kept", exchange }));
const reporters: NodeJS.Timeout[] = [];
let loop: LoadLoop;
const sender = new Sender(plan, setup.pool, connectionShare(), waitingShare(), clock, {
  samples,
  keeper,
  completed: (exchange) => loop.completed(exchange),
});
const health = new HealthProbe(sender.client);
loop = createLoop(() => post({ type: "scheduled" }));
port.on("message", (message: ToWorker) => {
  if (message.type === "start") start(message.originMs);
  else if (message.type === "stop") void stop(message.drainMs);
  else samples.recycle(message.buffer);
});
void openConnections().then((opening) => post({ type: "ready", opening }));

function connectionShare(): number {
  const { load, connections } = plan;
  if (load.model === "open")
    return shareOf(connections.count ?? load.maxInFlight, part.index, part.of);
  return new UserSchedule(load, plan.seed, part).users.length;
}

/** With a set number of connections further requests wait for one, until the in-flight cap. */
function waitingShare(): number {
  const { load } = plan;
  if (load.model === "closed") return 0;
  return Math.max(0, shareOf(load.maxInFlight, part.index, part.of) - connectionShare());
}

function createLoop(ended: () => void): LoadLoop {
  const { load } = plan;
  if (load.model === "open") {
    return new OpenLoop(
      new ArrivalSchedule(load, plan.seed, part),
      sender,
      clock,
      setup.pacing,
      ended,
    );
  }
  return new ClosedLoop(
    new UserSchedule(load, plan.seed, part),
    sender,
    clock,
    setup.pacing,
    ended,
  );
}

async function openConnections(): Promise<OpeningReport | undefined> {
  if (plan.connections.count === undefined || !plan.connections.keepAlive) return undefined;
  const wanted = Math.min(shareOf(plan.connections.count, part.index, part.of), connectionShare());
  const report = await sender.client.openAll(wanted, OPEN_PER_SECOND);
  return { wanted, opened: report.opened, failure: report.failures[0]?.detail ?? "" };
}

function start(originMs: number): void {
  clock.setOrigin(originMs);
  health.restart();
  reporters.push(setInterval(() => samples.flush(), FLUSH_MS));
  reporters.push(setInterval(() => post({ type: "health", health: health.read() }), HEALTH_MS));
  loop.start();
}

let deadline = Infinity;

/** Called again, it can only shorten the drain. */
async function stop(drainMs: number): Promise<void> {
  const stopping = deadline < Infinity;
  deadline = Math.min(deadline, clock.now() + drainMs);
  if (stopping) return;
  loop.stop();
  while (sender.client.inFlight + sender.waiting > 0 && clock.now() < deadline) {
    await new Promise((resolve) => setTimeout(resolve, DRAIN_POLL_MS));
  }
  sender.close();
  for (const reporter of reporters) clearInterval(reporter);
  samples.flush();
  post({ type: "done", health: health.read() });
  health.close();
  port.close();
}
