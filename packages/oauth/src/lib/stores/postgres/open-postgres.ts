import { createLazy } from '../../base/lazy.ts';
import { sleep } from '../../base/sleep.ts';
import { createCallGate } from '../remote/call-gate.ts';
import { readFromStore, writeToStore } from '../remote/call-store.ts';
import type { StoreCalls } from '../remote/call-store.ts';
import type { StoreListener } from '../remote/store-listener.ts';
import { wroteNothing } from './connection.ts';
import type { OpenPool, PostgresPool } from './connection.ts';
import { createPostgresListener } from './listener.ts';
import { parsePostgresOptions } from './options.ts';
import type { OpenPostgresOptions, PostgresSettings } from './options.ts';
import { preparePostgres } from './prepare.ts';

/** The calls of a store to its PostgreSQL: see {@link openPostgres}. */
export interface PostgresCalls {
  /**
   * Runs a statement, and repeats it when the connection breaks: for reads, and for writes that may run twice.
   *
   * @param text - The statement, with `$1`, `$2`, … for parameters.
   * @param values - The parameters, in order.
   * @param urgent - Goes before other reads.
   * @returns The rows.
   * @throws CloseOAuthError `store_unavailable` when the database cannot be reached; `store_unsuitable` when it
   * cannot be used.
   */
  read(text: string, values: unknown[], urgent?: boolean): Promise<unknown[]>;
  /**
   * Runs a statement once.
   *
   * @param text - The statement, with `$1`, `$2`, … for parameters.
   * @param values - The parameters, in order.
   * @returns The rows.
   * @throws CloseOAuthError like `read`, with `outcomeUnknown` unless nothing was written for certain.
   */
  write(text: string, values: unknown[]): Promise<unknown[]>;
  /**
   * Creates a listener for the notifications of a channel.
   *
   * @param channel - The name of the channel.
   * @param heard - Called with the payload of each notification.
   * @param resumed - Called when notifications arrive from now on; earlier ones may have been missed.
   * @returns The listener, not started.
   */
  listen(channel: string, heard: (payload: string) => void, resumed: () => void): StoreListener;
  /** Stops listening, and closes the pool if it was opened here. */
  close(): Promise<void>;
}

const conflictTries = 20;

/**
 * Opens a PostgreSQL database for a store, at the first call. Limits the time and the number of the calls, repeats
 * reads when the connection breaks, and checks once that the server is a primary that keeps confirmed writes. For
 * authors of stores: `postgresStore` is built on it.
 *
 * @param options - The database and its tables.
 * @returns The calls.
 * @throws TypeError that names the wrong option.
 * @example
 * ```ts
 * const calls = openPostgres({ connectionString });
 * const [row] = await calls.read('SELECT name FROM users WHERE id = $1', [id]);
 * ```
 */
export function openPostgres(options: OpenPostgresOptions): PostgresCalls {
  const settings = parsePostgresOptions(options);
  const { timeoutMs, connections, caller } = settings;
  const gate = createCallGate(connections);
  const calls: StoreCalls = { database: 'PostgreSQL', timeoutMs, wroteNothing, gate };
  const opened = createLazy(() => openPrepared(settings, calls));
  const pool = async (): Promise<PostgresPool> => (await opened.get()).pool;
  const listeners = new Set<StoreListener>();

  return {
    // Loading the driver and connecting do not count as time of the statement.
    async read(text, values, urgent) {
      const database = await pool();
      const once = (): Promise<{ rows: unknown[] }> => database.query(text, values);
      return (await readFromStore(calls, () => withoutConflict(once), urgent)).rows;
    },
    async write(text, values) {
      const database = await pool();
      const once = (): Promise<{ rows: unknown[] }> => database.query(text, values);
      return (await writeToStore(calls, () => withoutConflict(once))).rows;
    },
    listen(channel, heard, resumed) {
      const listener = createPostgresListener(pool, { channel, heard, resumed, caller });
      listeners.add(listener);
      return listener;
    },
    async close() {
      for (const listener of listeners) listener.stop();
      await (await opened.release())?.end();
    },
  };
}

async function openPrepared(settings: PostgresSettings, calls: StoreCalls): Promise<OpenPool> {
  const opened = await settings.open();
  try {
    await readFromStore(calls, () => preparePostgres(opened.pool, settings.tables));
    return opened;
  } catch (error) {
    await opened.end();
    throw error;
  }
}

// With a stricter isolation level than the default, the server reports a conflict as an error. Nothing was
// written.
async function withoutConflict<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
      if ((code !== '40001' && code !== '40P01') || tries >= conflictTries) throw error;
      await sleep(Math.random() * tries);
    }
  }
}
