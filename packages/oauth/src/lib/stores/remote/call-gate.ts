/** Lets so many calls through at once, and the others wait. */
export interface CallGate {
  /**
   * Runs a call when it is its turn.
   *
   * @param call - The call.
   * @param urgent - Whether it goes before those that are not.
   * @returns What the call gives.
   * @throws Error from the call, or the one given to `turnAway` while the call waited.
   */
  pass<T>(call: () => Promise<T>, urgent: boolean): Promise<T>;
  /** Ends the wait of everyone who waits now. */
  turnAway(error: Error): void;
}

interface Waiter {
  enter(): void;
  leave(error: Error): void;
}

/**
 * Keeps a rush of calls from queueing inside a pool, where their time would run before they are sent.
 *
 * @param limit - How many calls may be under way at once.
 * @returns The gate, open.
 */
export function createCallGate(limit: number): CallGate {
  const urgentWaiters = createQueue<Waiter>();
  const waiters = createQueue<Waiter>();
  let underWay = 0;

  function admitNext(): void {
    (urgentWaiters.next() ?? waiters.next())?.enter();
  }

  function enter(urgent: boolean): Promise<void> | undefined {
    if (underWay < limit) {
      underWay += 1;
      return undefined;
    }
    const queue = urgent ? urgentWaiters : waiters;
    return new Promise((resolve, reject) => {
      queue.add({
        enter() {
          underWay += 1;
          resolve();
        },
        leave: reject,
      });
    });
  }

  return {
    async pass(call, urgent) {
      await enter(urgent);
      try {
        return await call();
      } finally {
        underWay -= 1;
        admitNext();
      }
    },
    turnAway(error) {
      for (const queue of [urgentWaiters, waiters]) {
        for (let waiter = queue.next(); waiter; waiter = queue.next()) waiter.leave(error);
      }
    },
  };
}

/** First in, first out; in two stacks, because taking from the front of a long array moves all of it. */
function createQueue<T>(): { add(item: T): void; next(): T | undefined } {
  let entered: T[] = [];
  let leaving: T[] = [];
  return {
    add: (item) => void entered.push(item),
    next() {
      if (leaving.length === 0) [entered, leaving] = [[], entered.toReversed()];
      return leaving.pop();
    },
  };
}
