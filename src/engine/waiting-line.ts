/** Requests that wait for a free connection, first come first served, in a ring that makes no garbage. */
export class WaitingLine {
  length = 0;
  readonly #capacity: number;
  /** Four numbers a place: sequence, intended, user, since when. */
  readonly #ring: Float64Array;
  #head = 0;

  constructor(capacity: number) {
    this.#capacity = capacity;
    this.#ring = new Float64Array(capacity * FIELDS);
  }

  /** False when no place is left. */
  push(sequence: number, intended: number, user: number, since: number): boolean {
    if (this.length === this.#capacity) return false;
    const at = ((this.#head + this.length++) % this.#capacity) * FIELDS;
    this.#ring[at] = sequence;
    this.#ring[at + 1] = intended;
    this.#ring[at + 2] = user;
    this.#ring[at + 3] = since;
    return true;
  }

  /** Forgets the first in line. */
  shift(): void {
    this.#head = (this.#head + 1) % this.#capacity;
    this.length--;
  }

  /** Fields of the first in line. */
  get sequence(): number {
    return this.#first(0);
  }

  get intended(): number {
    return this.#first(1);
  }

  get user(): number {
    return this.#first(2);
  }

  get since(): number {
    return this.#first(3);
  }

  #first(field: number): number {
    return this.#ring[this.#head * FIELDS + field]!;
  }
}

const FIELDS = 4;
