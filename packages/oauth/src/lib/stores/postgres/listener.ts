import type { PostgresConnection, PostgresPool } from './connection.ts';
import type { WakeUps } from '../remote/wake-ups.ts';

/** Listens for written records, on a connection of its own. */
export interface PostgresListener {
  /** Starts to listen, unless it listens already. */
  start(): void;
  /** Stops, and returns the connection to the pool, even one that is still being checked out. */
  stop(): void;
}

const firstPauseMs = 100;
const longestPauseMs = 5000;

/** Creates a listener for the keys of written records; it listens again after its connection breaks. */
export function createPostgresListener(
  pool: () => Promise<PostgresPool>,
  channel: string,
  wakeUps: WakeUps,
): PostgresListener {
  const stopping = new AbortController();
  const stopped = stopping.signal;
  let started = false;

  async function run(): Promise<void> {
    for (let pauseMs = firstPauseMs; !stopped.aborted; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
      try {
        await listen(await pool(), { channel, wakeUps, stopped });
        pauseMs = firstPauseMs;
      } catch {
        // Until it listens again, waiting processes poll.
      }
      await pause(pauseMs, stopped);
    }
  }

  return {
    start() {
      if (!started) void run();
      started = true;
    },
    stop: () => stopping.abort(),
  };
}

interface Listening {
  readonly channel: string;
  readonly wakeUps: WakeUps;
  readonly stopped: AbortSignal;
}

/** Listens on one connection until it breaks or the listener stops. */
async function listen(pool: PostgresPool, { channel, wakeUps, stopped }: Listening): Promise<void> {
  const connection = await pool.connect?.();
  if (connection === undefined) {
    throw new TypeError('postgresStore: `pool` must have a method `connect` for `wakeUps`.');
  }
  const ended = endOf(connection, stopped);
  try {
    connection.on('notification', ({ payload }) => {
      if (payload !== undefined) wakeUps.wake(payload);
    });
    await Promise.race([connection.query(`LISTEN ${channel}`), ended]);
    unref(connection);
    wakeUps.wakeAll();
    await ended;
  } finally {
    connection.release(true);
  }
}

function endOf(connection: PostgresConnection, stopped: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      stopped.removeEventListener('abort', end);
      resolve();
    };
    connection.on('error', end);
    connection.on('end', end);
    stopped.addEventListener('abort', end);
    if (stopped.aborted) end();
  });
}

// The timer does not keep the process alive.
function pause(durationMs: number, stopped: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      stopped.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, durationMs);
    unref(timer);
    stopped.addEventListener('abort', end);
    if (stopped.aborted) end();
  });
}

function unref(handle: object | number): void {
  const method: unknown = typeof handle === 'object' ? Reflect.get(handle, 'unref') : undefined;
  if (typeof method === 'function') Reflect.apply(method, handle, []);
}
