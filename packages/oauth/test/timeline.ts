/** The time of a test. It passes only while every process of the test waits. */
export interface Timeline {
  /** The wall clock, in milliseconds since 1970. Setting it moves the monotonic clock as well. */
  time: number;
  /** How far the wall clock was set ahead of the time that has really passed. */
  step: number;
  readonly now: () => number;
  readonly elapsed: () => number;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** Stops a process: its sleeps do not end before it goes on. */
export interface Standstill {
  stop(): void;
  resume(): void;
  /** Wraps the sleep of the process. */
  wrap(sleep: Timeline['sleep']): Timeline['sleep'];
}

interface Sleeper {
  readonly until: number;
  readonly wake: () => void;
}

const idleTurns = 8;

/** Creates a timeline. Whenever nothing else can happen, the clock jumps to the end of the next sleep. */
export function createTimeline(start = 1_800_000_000_000): Timeline {
  let elapsed = 0;
  let sleepers: Sleeper[] = [];
  let isDriving = false;

  async function drive(): Promise<void> {
    if (isDriving) return;
    isDriving = true;
    while (sleepers.length > 0) {
      // oxlint-disable-next-line no-await-in-loop -- time passes only when nothing else can happen.
      await untilIdle();
      const next = sleepers.toSorted((a, b) => a.until - b.until)[0];
      if (next === undefined) break;
      sleepers = sleepers.filter((sleeper) => sleeper !== next);
      elapsed = Math.max(elapsed, next.until);
      next.wake();
    }
    isDriving = false;
  }

  const timeline: Timeline = {
    step: 0,
    get time() {
      return start + elapsed + timeline.step;
    },
    set time(time) {
      elapsed = time - start - timeline.step;
    },
    now: () => timeline.time,
    elapsed: () => elapsed,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        const sleeper: Sleeper = { until: elapsed + ms, wake: resolve };
        const end = (): void => {
          sleepers = sleepers.filter((other) => other !== sleeper);
          resolve();
        };
        if (signal?.aborted) return resolve();
        signal?.addEventListener('abort', end, { once: true });
        sleepers.push(sleeper);
        void drive();
        return undefined;
      }),
  };
  return timeline;
}

/** Creates the standstill of one process. */
export function createStandstill(): Standstill {
  let isStopped = false;
  let waiting: (() => void)[] = [];
  return {
    stop() {
      isStopped = true;
    },
    resume() {
      isStopped = false;
      for (const wake of waiting) wake();
      waiting = [];
    },
    wrap: (sleep) => async (ms, signal) => {
      await sleep(ms, signal);
      if (isStopped) await new Promise<void>((resolve) => void waiting.push(resolve));
    },
  };
}

let pending = 0;
countPending(crypto.subtle);

/** Lets turns of the event loop pass until nothing is in progress but what waits for the clock. */
async function untilIdle(): Promise<void> {
  for (let turn = 0; turn < idleTurns; turn += 1) {
    // oxlint-disable-next-line no-await-in-loop -- one turn after the other.
    await new Promise((resolve) => void setTimeout(resolve, 0));
    if (pending > 0) turn = 0;
  }
}

// Cryptography happens in other threads: time must not pass until it is done.
function countPending(subtle: SubtleCrypto): void {
  for (const name of ['encrypt', 'decrypt', 'sign', 'importKey', 'deriveKey', 'digest'] as const) {
    const original: unknown = Reflect.get(subtle, name);
    if (typeof original !== 'function') continue;
    const counted = async (...args: unknown[]): Promise<unknown> => {
      pending += 1;
      try {
        return await Reflect.apply(original, subtle, args);
      } finally {
        pending -= 1;
      }
    };
    Object.defineProperty(subtle, name, { configurable: true, value: counted });
  }
}
