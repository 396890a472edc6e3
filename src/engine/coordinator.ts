import type { LoadPlan, TestPlan } from "../contracts/plan.ts";
import type { Sink } from "../contracts/ports.ts";
import type { KeptExchange } from "../contracts/run-file.ts";
import type { SampleBatch } from "../contracts/sample.ts";
import type { SharedPool } from "../inputs/index.ts";
import { monotonicNow, type RunClock } from "./clock.ts";
import type { OpeningReport, WorkerHealth } from "./messages.ts";
import type { PacingMode } from "./pacer.ts";
import type { Recorder } from "./recorder.ts";
import { WorkerGroup } from "./worker-group.ts";
import { workerSetups } from "./worker-setup.ts";

/** Time between the last worker's readiness and the first request: messages must arrive before zero. */
const LEAD_MS = 50;
/** How long requests in flight may finish after the load has ended, and after an interruption [J]. */
const DRAIN_MS = 30_000;
const DRAIN_INTERRUPTED_MS = 5_000;
const PROGRESS_MS = 250;
/** Longer timers overflow. */
const MAX_TIMER_MS = 0x7fff_ffff;

/** What a load run needs from outside. */
export interface LoadSetup {
  readonly plan: TestPlan;
  readonly pool: SharedPool;
  readonly clock: RunClock;
  readonly recorder: Recorder;
  /** Every batch goes here after it was recorded; it must be copied within the call. */
  readonly sink: Sink<SampleBatch>;
}

export interface LoadHooks {
  /** Connections are open, zero of the run clock is set. */
  onStart(workers: WorkerGroup): void;
  onProgress(progress: LoadProgress): void;
  /** First interruption: stop sending, let what is in flight finish. */
  readonly signal: AbortSignal;
  /** Second interruption: end at once with what has arrived. */
  readonly kill: AbortSignal;
}

export interface LoadProgress {
  readonly phase: "warm-up" | "load" | "drain";
  /** Run clock, ms. */
  readonly nowMs: number;
  /** Planned end of sending or, in the drain, of waiting; ms of the run clock. */
  readonly endsMs: number;
}

/** How the load went, apart from what the recorder knows. */
export interface LoadOutcome {
  readonly pacing: PacingMode;
  readonly workers: number;
  /** Why workers were lost, one entry each. */
  readonly lost: readonly string[];
  readonly health: readonly (WorkerHealth | undefined)[];
  readonly openings: readonly (OpeningReport | undefined)[];
  readonly kept: readonly KeptExchange[];
  readonly interrupted: boolean;
  /** End of sending, ms of the run clock. */
  readonly endMs: number;
  /** Largest change of (wall clock - run clock) between two looks, ms. */
  readonly clockJumpMs: number;
}

/** Drives the workers through opening, warm-up, load and drain; leaves none behind, whatever happens. */
export async function runLoad(setup: LoadSetup, hooks: LoadHooks): Promise<LoadOutcome> {
  const kept: KeptExchange[] = [];
  const ended = deferred();
  const setups = workerSetups(setup.plan, setup.pool);
  const workers = new WorkerGroup(setups, {
    samples(batch) {
      setup.recorder.add(batch);
      setup.sink.write(batch);
    },
    kept: (exchange) => kept.push(exchange),
    scheduled: ended.resolve,
  });
  try {
    const driven = await drive(setup, hooks, workers, ended.promise);
    const { lost, health } = workers;
    return { ...driven, pacing: setups[0]!.pacing, workers: setups.length, lost, health, kept };
  } finally {
    await workers.kill();
  }
}

type Driven = Pick<LoadOutcome, "openings" | "interrupted" | "endMs" | "clockJumpMs">;

async function drive(
  { plan, clock }: LoadSetup,
  hooks: LoadHooks,
  workers: WorkerGroup,
  ended: Promise<void>,
): Promise<Driven> {
  const killed = aborted(hooks.kill).then(() => workers.kill());
  const stopped = aborted(hooks.signal);
  const openings = (await Promise.race([workers.ready(), killed, stopped])) ?? [];
  const originMs = monotonicNow() + LEAD_MS + plan.load.warmupSeconds * 1000;
  clock.setOrigin(originMs);
  hooks.onStart(workers);
  workers.broadcast({ type: "start", originMs });

  const plannedMs = plannedLength(plan.load);
  const ticker = new Ticker(clock, plannedMs, hooks);
  try {
    const timeUp = timer(plannedMs, clock);
    const counted = plan.load.maxRequests === undefined ? NEVER : ended;
    await Promise.race([timeUp.promise, counted, stopped, killed, workers.done()]);
    timeUp.cancel();
    const endMs = Math.min(clock.now(), plannedMs);
    const limitMs = hooks.signal.aborted ? DRAIN_INTERRUPTED_MS : DRAIN_MS;
    const drainMs = Math.min(plan.connections.timeoutMs, limitMs);
    ticker.drain(endMs + drainMs);
    workers.broadcast({ type: "stop", drainMs });
    await workers.done();
    // an interruption of the drain is one too: answers were given up
    const interrupted = hooks.signal.aborted || hooks.kill.aborted;
    return { openings, interrupted, endMs, clockJumpMs: ticker.largestJumpMs };
  } finally {
    ticker.stop();
  }
}

const NEVER: Promise<void> = new Promise(() => {});

/** Length of the measured load as planned, ms; Infinity when only a count ends it. */
export function plannedLength(load: LoadPlan): number {
  return load.stages.reduce((sum, stage) => sum + stage.seconds, 0) * 1000;
}

function deferred(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => {};
  const promise = new Promise<void>((done) => (resolve = done));
  return { promise, resolve };
}

function aborted(signal: AbortSignal): Promise<undefined> {
  if (signal.aborted) return Promise.resolve(undefined);
  return new Promise((resolve) =>
    signal.addEventListener("abort", () => resolve(undefined), { once: true }),
  );
}

/** Resolves at an instant of the run clock, however far away. */
function timer(atMs: number, clock: RunClock): { promise: Promise<void>; cancel: () => void } {
  let handle: NodeJS.Timeout | undefined;
  const promise = new Promise<void>((resolve) => {
    const wait = (): void => {
      const left = atMs - clock.now();
      if (left <= 0) resolve();
      else handle = setTimeout(wait, Math.min(left, MAX_TIMER_MS));
    };
    wait();
  });
  return { promise, cancel: () => clearTimeout(handle) };
}

/** Tells of progress, and notices when wall clock and run clock part: a suspended machine, or a clock that was set. */
class Ticker {
  largestJumpMs = 0;
  readonly #clock: RunClock;
  readonly #timer: NodeJS.Timeout;
  #difference: number;
  #drainEndMs: number | undefined;

  constructor(clock: RunClock, plannedMs: number, hooks: LoadHooks) {
    this.#clock = clock;
    this.#difference = Date.now() - clock.now();
    this.#timer = setInterval(() => {
      this.#compareClocks();
      const nowMs = clock.now();
      const draining = this.#drainEndMs !== undefined;
      const phase = draining ? "drain" : nowMs < 0 ? "warm-up" : "load";
      hooks.onProgress({ phase, nowMs, endsMs: this.#drainEndMs ?? plannedMs });
    }, PROGRESS_MS);
  }

  /** The load is over; what is in flight has until `endMs`. */
  drain(endMs: number): void {
    this.#drainEndMs = endMs;
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #compareClocks(): void {
    const difference = Date.now() - this.#clock.now();
    this.largestJumpMs = Math.max(this.largestJumpMs, Math.abs(difference - this.#difference));
    this.#difference = difference;
  }
}
