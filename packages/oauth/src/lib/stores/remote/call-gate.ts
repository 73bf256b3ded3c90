/** Limits the number of calls in flight; the others wait. */
export interface CallGate {
  /**
   * Runs a call as soon as fewer than the limit are in flight. Urgent calls go first.
   *
   * @throws Error of the call, or the error passed to `turnAway` while the call waited.
   */
  pass<T>(call: () => Promise<T>, urgent: boolean): Promise<T>;
  /** Rejects all waiting calls. */
  turnAway(error: Error): void;
}

interface Waiter {
  enter(): void;
  leave(error: Error): void;
}

/**
 * Creates a gate for at most `limit` calls at a time. Further calls wait here and not in the pool of the
 * driver, where their time limits would expire before they are sent.
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

/** A first-in, first-out queue of two stacks: `shift` moves all items of a long array. */
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
