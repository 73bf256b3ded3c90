import type { PostgresConnection, PostgresPool } from './connection.ts';
import type { WakeUps } from '../remote/wake-ups.ts';

/** Hears of writes, on one connection of its own. */
export interface PostgresListener {
  /** Starts to listen, if it does not yet. */
  start(): void;
  /** Ends it, and gives the connection back, also one that the pool or the server still keeps waiting for. */
  stop(): void;
}

const firstPauseMs = 100;
const longestPauseMs = 5000;

/**
 * Listens for the keys of written records, and listens again when the connection breaks.
 *
 * @param pool - Lends the connection.
 * @param channel - The channel, quoted.
 * @param wakeUps - Those to wake.
 * @returns The listener, at rest.
 */
export function createPostgresListener(
  pool: () => Promise<PostgresPool>,
  channel: string,
  wakeUps: WakeUps,
): PostgresListener {
  const stopping = new AbortController();
  let started = false;

  async function listen(): Promise<void> {
    const connection = await (await pool()).connect?.();
    if (connection === undefined)
      throw new TypeError('postgresStore: `pool` must have a method `connect` for `wakeUps`.');
    const ended = endOf(connection, stopping.signal);
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

  async function run(): Promise<void> {
    for (
      let pauseMs = firstPauseMs;
      !stopping.signal.aborted;
      pauseMs = Math.min(pauseMs * 2, longestPauseMs)
    ) {
      try {
        await listen();
        pauseMs = firstPauseMs;
      } catch {
        // Waiters poll meanwhile.
      }
      await pause(pauseMs, stopping.signal);
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

// A pause that does not keep the process alive.
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
