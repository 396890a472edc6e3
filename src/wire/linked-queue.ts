/** An object that can stand in one list. */
export interface Linked<T> {
  previous: T | undefined;
  next: T | undefined;
}

/** A queue whose members can leave from anywhere, in constant time and without allocating. */
export class LinkedQueue<T extends Linked<T>> {
  #first: T | undefined = undefined;
  #last: T | undefined = undefined;

  push(item: T): void {
    item.previous = this.#last;
    item.next = undefined;
    if (this.#last === undefined) this.#first = item;
    else this.#last.next = item;
    this.#last = item;
  }

  shift(): T | undefined {
    const item = this.#first;
    if (item !== undefined) this.remove(item);
    return item;
  }

  /** Takes out a member; it must be one. */
  remove(item: T): void {
    if (item.previous === undefined) this.#first = item.next;
    else item.previous.next = item.next;
    if (item.next === undefined) this.#last = item.previous;
    else item.next.previous = item.previous;
    item.previous = item.next = undefined;
  }
}
