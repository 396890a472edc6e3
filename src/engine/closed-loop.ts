import type { Exchange } from "../contracts/exchange.ts";
import type { Clock } from "../contracts/ports.ts";
import type { UserSchedule } from "../load/index.ts";
import type { LoadLoop } from "./loop.ts";
import { Pacer, type PacingMode } from "./pacer.ts";
import type { Sender } from "./sender.ts";
import { TimeQueue } from "./time-queue.ts";

/** Users who wait for their answer, think, and ask again. */
export class ClosedLoop implements LoadLoop {
  readonly #schedule: UserSchedule;
  readonly #sender: Sender;
  readonly #clock: Clock;
  readonly #pacer: Pacer;
  readonly #ended: () => void;
  readonly #waiting = new TimeQueue();
  #active: number;
  #stopped = false;

  constructor(
    schedule: UserSchedule,
    sender: Sender,
    clock: Clock,
    mode: PacingMode,
    ended: () => void,
  ) {
    this.#schedule = schedule;
    this.#sender = sender;
    this.#clock = clock;
    this.#ended = ended;
    this.#active = schedule.users.length;
    this.#pacer = new Pacer(clock, mode, (now) => this.#sendDue(now));
  }

  start(): void {
    for (const user of this.#schedule.users) this.#admit(user, -Infinity);
    if (!this.#stopped) this.#pacer.wake();
  }

  stop(): void {
    this.#stopped = true;
    this.#pacer.stop();
  }

  completed({ user, done }: Exchange): void {
    if (this.#stopped) return;
    const due = this.#schedule.admit(user, done + this.#schedule.think(user));
    if (due <= done) this.#send(user, due);
    else this.#wait(user, due);
  }

  #admit(user: number, readyMs: number): void {
    this.#wait(user, this.#schedule.admit(user, readyMs));
  }

  #wait(user: number, due: number): void {
    if (due === Infinity) return this.#retire();
    const first = due < this.#waiting.nextTime;
    this.#waiting.push(user, due);
    // wake takes what is due at once, and callers may stand inside a callback of the wire: leave that to the pacer
    if (first && due > this.#clock.now()) this.#pacer.wake();
    else if (first) setImmediate(() => this.#stopped || this.#pacer.wake());
  }

  #sendDue(now: number): number {
    while (this.#waiting.nextTime <= now) {
      const due = this.#waiting.nextTime;
      this.#send(this.#waiting.pop(), due);
    }
    return this.#waiting.nextTime;
  }

  #send(user: number, due: number): void {
    const sequence = this.#schedule.take(user, due);
    if (sequence < 0) this.#retire();
    else this.#sender.send(sequence, due, user);
  }

  #retire(): void {
    if (--this.#active === 0) this.#ended();
  }
}
