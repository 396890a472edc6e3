import type { LoadProgress, Recorder } from "../engine/index.ts";
import type { Progress } from "./ports.ts";

/** Figures on the progress line cover about this long. */
const RECENT_MS = 2000;

/** Makes progress reports from a recorder that grows. */
export class ProgressMeter {
  readonly #recorder: Recorder;
  readonly #inFlight: () => number;
  readonly #recent: { at: number; completed: number }[] = [];

  constructor(recorder: Recorder, inFlight: () => number) {
    this.#recorder = recorder;
    this.#inFlight = inFlight;
  }

  read(
    { phase, nowMs, endsMs }: LoadProgress,
    warmupMs: number,
    maxRequests: number | undefined,
  ): Progress {
    const { sent, ok, warmup, response } = this.#recorder;
    const recent = this.#recent;
    recent.push({ at: nowMs, completed: sent + warmup });
    while (recent.length > 2 && nowMs - recent[0]!.at > RECENT_MS) recent.shift();
    const first = recent[0]!;
    const rate =
      nowMs > first.at ? ((sent + warmup - first.completed) / (nowMs - first.at)) * 1000 : 0;
    const byTime = phase === "warm-up" ? (nowMs + warmupMs) / warmupMs : nowMs / endsMs;
    const fraction =
      phase === "load" && maxRequests !== undefined ? Math.max(sent / maxRequests, byTime) : byTime;
    const byCount =
      maxRequests === undefined || rate === 0 ? Infinity : (maxRequests - sent) / rate;
    const p99 = response.count >= MIN_FOR_P99 ? response.quantile(0.99) : undefined;
    return {
      phase,
      fraction: Math.min(1, Math.max(0, fraction)),
      secondsLeft: Math.max(0, Math.min(byCount, (endsMs - nowMs) / 1000)),
      rate,
      errors: sent - ok,
      p99Ms: p99,
      inFlight: this.#inFlight(),
    };
  }
}

/** Ten samples above it, as for every percentile that is printed. */
const MIN_FOR_P99 = 1000;

/** Progress of preparing inputs: time left from the pace so far. */
export function inputProgress(done: number, total: number, startMs: number): Progress {
  const seconds = (performance.now() - startMs) / 1000;
  const secondsLeft = done === 0 ? Infinity : (seconds / done) * (total - done);
  const rate = seconds === 0 ? 0 : done / seconds;
  return {
    phase: "inputs",
    fraction: total === 0 ? 1 : done / total,
    secondsLeft,
    rate,
    errors: 0,
    p99Ms: undefined,
    inFlight: 0,
  };
}
