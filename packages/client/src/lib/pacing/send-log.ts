/** Longest log; beyond it the oldest times are forgotten. */
const longestLog = 2 ** 16;

/** The times of the requests of one group, oldest first, in a ring. */
export class SendLog {
  #times = new Float64Array(64);
  #first = 0;
  #next = 0;

  /** Adds a request. */
  push(now: number): void {
    if (this.#next - this.#first === this.#times.length) this.#grow();
    this.#times[this.#next & (this.#times.length - 1)] = now;
    this.#next += 1;
  }

  /** Forgets the requests before a time. */
  forget(before: number): void {
    while (this.#first < this.#next && this.#at(this.#first) <= before) this.#first += 1;
  }

  /** Counts the requests after a time, up to and including another. */
  count(after: number, until: number = Infinity): number {
    return this.#firstAfter(until) - this.#firstAfter(after);
  }

  /** The time of the request that is `count` requests before the end. */
  fromEnd(count: number): number {
    return this.#at(this.#next - count);
  }

  #at(index: number): number {
    return this.#times[index & (this.#times.length - 1)] ?? 0;
  }

  #firstAfter(time: number): number {
    if (time === Infinity) return this.#next;
    let low = this.#first;
    let high = this.#next;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#at(middle) <= time) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #grow(): void {
    if (this.#times.length === longestLog) {
      this.#first += 1;
      return;
    }
    const grown = new Float64Array(this.#times.length * 2);
    for (let index = this.#first; index < this.#next; index += 1) {
      grown[index & (grown.length - 1)] = this.#at(index);
    }
    this.#times = grown;
  }
}
