/** Lets so many calls through at once, and the others wait. */
export interface CallGate {
  /**
   * Runs a call when it is its turn.
   *
   * @param call - the call
   * @param urgent - whether it goes before those that are not
   * @returns what the call gives
   * @throws what the call throws, or what `turnAway` was given while it waited
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
 * @param limit - how many calls may be under way at once
 * @returns the gate, open
 */
export function createCallGate(limit: number): CallGate {
  const urgentWaiters = new Set<Waiter>();
  const waiters = new Set<Waiter>();
  let underWay = 0;

  function admitNext(): void {
    for (const queue of [urgentWaiters, waiters]) {
      for (const waiter of queue) {
        queue.delete(waiter);
        waiter.enter();
        return;
      }
    }
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
        for (const waiter of queue) waiter.leave(error);
        queue.clear();
      }
    },
  };
}
