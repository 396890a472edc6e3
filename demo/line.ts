/** How waiting ended: it is one's turn, one left, or the line was closed. */
export type Turn = "turn" | "left" | "closed";

/** A place in the line. After `turn` came as `"turn"`, `done` must be called once. */
export interface Place {
  readonly turn: Promise<Turn>;
  /** Gives up waiting; without effect once the turn has come. */
  leave(): void;
  done(): void;
}

/** First come, first served, one at a time. */
export class Line {
  #waiting = new Set<(turn: Turn) => void>();
  #busy = false;
  #closed = false;

  /** Those who wait, the one being served not counted. */
  get length(): number {
    return this.#waiting.size;
  }

  /** Joins at the end of the line. */
  enter(): Place {
    let settle!: (turn: Turn) => void;
    const turn = new Promise<Turn>((resolve) => (settle = resolve));
    if (this.#closed) settle("closed");
    else this.#waiting.add(settle);
    if (!this.#busy) this.#next();
    return {
      turn,
      leave: () => {
        if (this.#waiting.delete(settle)) settle("left");
      },
      done: () => {
        this.#busy = false;
        // A turn of the event loop in between lets the news arrive that a waiting client has gone.
        setImmediate(() => this.#next());
      },
    };
  }

  /** Sends everyone who waits away; the one being served finishes. */
  close(): void {
    this.#closed = true;
    for (const settle of this.#waiting) settle("closed");
    this.#waiting.clear();
  }

  #next(): void {
    if (this.#busy) return;
    const [first] = this.#waiting;
    if (first === undefined) return;
    this.#waiting.delete(first);
    this.#busy = true;
    first("turn");
  }
}
