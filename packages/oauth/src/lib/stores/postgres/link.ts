import { createLazy } from '../../base/lazy.ts';
import { sleep } from '../../base/sleep.ts';
import { createCallGate } from '../remote/call-gate.ts';
import { readFromStore, writeToStore } from '../remote/call-store.ts';
import type { StoreCalls } from '../remote/call-store.ts';
import { wroteNothing } from './connection.ts';
import type { OpenPool, PostgresPool } from './connection.ts';
import type { PostgresSettings } from './options.ts';
import { preparePostgres } from './table.ts';

/** The store's connection to its database: opened at first use, opened again after a failure. */
export interface PostgresLink {
  readonly pool: () => Promise<PostgresPool>;
  /** Reads rows; urgent reads go before others. */
  readonly read: (text: string, values: unknown[], urgent?: boolean) => Promise<unknown[]>;
  readonly write: (text: string, values: unknown[]) => Promise<unknown[]>;
  readonly close: () => Promise<void>;
}

const conflictTries = 20;

/** Creates a link that is not open yet. */
export function createPostgresLink(settings: PostgresSettings): PostgresLink {
  const { timeoutMs, connections } = settings;
  const gate = createCallGate(connections);
  const calls: StoreCalls = { database: 'PostgreSQL', timeoutMs, wroteNothing, gate };
  const opened = createLazy(() => openPrepared(settings, calls));
  const pool = async (): Promise<PostgresPool> => (await opened.get()).pool;

  return {
    pool,
    // Loading the driver and connecting do not count as time of the statement.
    async read(text, values, urgent) {
      const database = await pool();
      return (await readFromStore(calls, () => database.query(text, values), urgent)).rows;
    },
    async write(text, values) {
      const database = await pool();
      const once = (): Promise<{ rows: unknown[] }> => database.query(text, values);
      return (await writeToStore(calls, () => withoutConflict(once))).rows;
    },
    async close() {
      await (await opened.release())?.end();
    },
  };
}

async function openPrepared(settings: PostgresSettings, calls: StoreCalls): Promise<OpenPool> {
  const opened = await settings.open();
  try {
    await readFromStore(calls, () => preparePostgres(opened.pool, settings));
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
