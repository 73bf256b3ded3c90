import type { PostgresConnection, PostgresPool } from './connection.ts';
import type { StoreListener } from '../remote/store-listener.ts';
import { unref } from '../remote/unref.ts';

const firstPauseMs = 100;
const longestPauseMs = 5000;

/** What a listener hears. */
export interface PostgresEars {
  /** The name of the channel. */
  readonly channel: string;
  readonly heard: (payload: string) => void;
  /** Called when notifications arrive from now on; earlier ones may have been missed. */
  readonly resumed: () => void;
  /** The function whose option is named when the pool cannot listen. */
  readonly caller: string;
}

/** Creates a listener for a channel; it listens again after its connection breaks. */
export function createPostgresListener(pool: () => Promise<PostgresPool>, ears: PostgresEars): StoreListener {
  const stopping = new AbortController();
  const stopped = stopping.signal;
  let started = false;

  async function run(): Promise<void> {
    for (let pauseMs = firstPauseMs; !stopped.aborted; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
      try {
        await listen(await pool(), ears, stopped);
        pauseMs = firstPauseMs;
      } catch {
        // Until it listens again, processes that wait for a record poll.
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

/** Listens on one connection until it breaks or the listener stops. */
async function listen(pool: PostgresPool, ears: PostgresEars, stopped: AbortSignal): Promise<void> {
  const { channel, heard, resumed, caller } = ears;
  const connection = await pool.connect?.();
  if (connection === undefined) {
    throw new TypeError(`${caller}: \`pool\` must have a method \`connect\` to listen.`);
  }
  const ended = endOf(connection, stopped);
  try {
    connection.on('notification', ({ payload }) => {
      if (payload !== undefined) heard(payload);
    });
    await Promise.race([connection.query(`LISTEN "${channel}"`), ended]);
    unref(connection);
    resumed();
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
