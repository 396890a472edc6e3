import type { Clock } from "../contracts/ports.ts";
import type { ArrivalSchedule } from "../load/index.ts";
import { Pacer, type PacingMode } from "./pacer.ts";
import type { LoadLoop } from "./loop.ts";
import type { Sender } from "./sender.ts";

/** Sends before the event loop gets a turn to read answers: a late generator must not go deaf as well. */
const BURST = 64;

/** Sends when the schedule says, whatever became of earlier requests; counts what the in-flight cap forbids. */
export class OpenLoop implements LoadLoop {
  readonly #schedule: ArrivalSchedule;
  readonly #sender: Sender;
  readonly #pacer: Pacer;
  readonly #ended: () => void;
  #more: boolean;

  constructor(
    schedule: ArrivalSchedule,
    sender: Sender,
    clock: Clock,
    mode: PacingMode,
    ended: () => void,
  ) {
    this.#schedule = schedule;
    this.#sender = sender;
    this.#ended = ended;
    this.#pacer = new Pacer(clock, mode, (now) => this.#sendDue(now));
    this.#more = schedule.advance();
  }

  start(): void {
    this.#pacer.wake();
  }

  stop(): void {
    this.#pacer.stop();
  }

  completed(): void {}

  #sendDue(now: number): number {
    for (let burst = 0; this.#more && this.#schedule.time <= now; burst++) {
      if (burst === BURST) return this.#schedule.time;
      this.#sender.send(this.#schedule.sequence, this.#schedule.time, 0);
      this.#more = this.#schedule.advance();
    }
    if (this.#more) return this.#schedule.time;
    this.#ended();
    return Infinity;
  }
}
