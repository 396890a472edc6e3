/** Users ordered by the time at which they are due: a binary heap over two arrays. */
export class TimeQueue {
  readonly #times: number[] = [];
  readonly #users: number[] = [];

  /** The earliest time; Infinity when empty. */
  get nextTime(): number {
    return this.#times[0] ?? Infinity;
  }

  push(user: number, time: number): void {
    let child = this.#times.length;
    this.#times.push(time);
    this.#users.push(user);
    while (child > 0) {
      const parent = (child - 1) >> 1;
      if (this.#times[parent]! <= time) break;
      this.#move(parent, child);
      child = parent;
    }
    this.#place(child, time, user);
  }

  /** Removes the user who is due first. The queue must not be empty. */
  pop(): number {
    const first = this.#users[0]!;
    const time = this.#times.pop()!;
    const user = this.#users.pop()!;
    const length = this.#times.length;
    if (length === 0) return first;
    let parent = 0;
    for (;;) {
      let child = 2 * parent + 1;
      if (child >= length) break;
      if (child + 1 < length && this.#times[child + 1]! < this.#times[child]!) child++;
      if (this.#times[child]! >= time) break;
      this.#move(child, parent);
      parent = child;
    }
    this.#place(parent, time, user);
    return first;
  }

  #move(from: number, to: number): void {
    this.#place(to, this.#times[from]!, this.#users[from]!);
  }

  #place(at: number, time: number, user: number): void {
    this.#times[at] = time;
    this.#users[at] = user;
  }
}
