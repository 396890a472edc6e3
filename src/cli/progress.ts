import type { Terminal } from "./terminal.ts";
import type { Progress } from "./wiring.ts";

const BAR_CELLS = 16;
/** Between two lines of progress in a log. */
const LOG_PERIOD_MS = 10_000;
const CLEAR_LINE = "\r\u001b[2K";

/** Shows how far the work is: one line drawn over and over for a person, a line now and then in a log. */
export class ProgressLine {
  readonly #terminal: Terminal;
  readonly #quiet: boolean;
  #drawn = false;
  #lastLogged = -Infinity;

  constructor(terminal: Terminal, quiet: boolean) {
    this.#terminal = terminal;
    this.#quiet = quiet;
  }

  /** A sentence that stays. */
  say(text: string): void {
    if (this.#quiet) return;
    this.clear();
    for (const line of this.#terminal.wrap(text)) this.#terminal.print(line);
  }

  /** A sentence about what is being done. */
  phase(text: string): void {
    if (this.#quiet) return;
    if (this.#terminal.live) this.#draw(text);
    else this.#terminal.print(text);
  }

  progress(progress: Progress): void {
    if (this.#quiet) return;
    const text = progressText(progress, this.#terminal.unicode);
    if (this.#terminal.live) return this.#draw(text);
    const now = performance.now();
    if (now - this.#lastLogged < LOG_PERIOD_MS) return;
    this.#lastLogged = now;
    this.#terminal.print(text);
  }

  /** Takes the line away, so that something else can be printed. */
  clear(): void {
    if (this.#drawn) this.#terminal.write(CLEAR_LINE);
    this.#drawn = false;
  }

  #draw(text: string): void {
    // a full line would wrap, and could not be taken back
    this.#terminal.write(CLEAR_LINE + text.slice(0, this.#terminal.width - 1));
    this.#drawn = true;
  }
}

/** The line: phase, bar, time left, rate, errors, p99 so far and requests in flight. */
export function progressText(progress: Progress, unicode: boolean): string {
  const { phase, fraction, secondsLeft, rate, errors, p99Ms, inFlight } = progress;
  const share = Math.min(1, Math.max(0, fraction));
  const left = Number.isFinite(secondsLeft) ? `  ${shortTime(secondsLeft)} left` : "";
  const head = `${phase.padEnd(7)} ${bar(share, unicode)} ${Math.floor(share * 100)}%${left}`;
  if (phase === "inputs" || phase === "connect") return head;
  const p99 = p99Ms === undefined ? [] : [`p99 ${milliseconds(p99Ms)}`];
  const failed = errors === 1 ? "1 error" : `${errors} errors`;
  return [head, `${decimal(rate)}/s`, failed, ...p99, `${inFlight} in flight`].join("  ");
}

function bar(share: number, unicode: boolean): string {
  const full = Math.round(share * BAR_CELLS);
  const [done, open] = unicode ? (["█", "░"] as const) : (["#", "."] as const);
  return done.repeat(full) + open.repeat(BAR_CELLS - full);
}

function decimal(value: number): string {
  return value >= 100 ? Math.round(value).toString() : value.toFixed(1);
}

function milliseconds(ms: number): string {
  return ms >= 10_000 ? `${decimal(ms / 1000)} s` : `${decimal(ms)} ms`;
}

function shortTime(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole}s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes}m${whole % 60}s`;
  return `${Math.floor(minutes / 60)}h${minutes % 60}m`;
}
