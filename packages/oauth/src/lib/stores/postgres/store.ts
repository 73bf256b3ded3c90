import { parsePage, parseRow } from '../parse-record.ts';
import { createWakeUps } from '../remote/wake-ups.ts';
import { rowText } from '../row-text.ts';
import { openPostgres } from './open-postgres.ts';
import type { PostgresOptions } from './options.ts';
import { channelOf, writeStatements } from './statements.ts';
import { assertTable, tablesOf } from './table.ts';
import type { TokenStore } from '../../record/token-store.ts';

/** The options of {@link postgresStore}. */
export interface PostgresStoreOptions extends PostgresOptions {
  /**
   * The table of grants, with its schema if it is not on the search path. Marks are in a second table, `<table>_marks`.
   * Default: `closekit_grants`.
   */
  table?: string;
  /** Creates missing tables at first use. Default: true. */
  createTable?: boolean;
  /**
   * Wakes waiting processes with LISTEN and NOTIFY, so that they need not poll as often. It keeps one
   * connection of the pool, and does not work through a pooler in transaction mode. Default: false.
   */
  wakeUps?: boolean;
}

/**
 * Keeps grants in one table of PostgreSQL, and marks in a second one. Every write is one conditional
 * statement: no transaction and no lock is held while tokens are refreshed.
 *
 * @param options - The connection string, or an object with the connection string or a pool.
 * @returns The store; it connects at first use.
 * @throws TypeError that names the wrong option.
 * @example
 * ```ts
 * const store = postgresStore({ pool });
 * ```
 */
export function postgresStore(options: string | PostgresStoreOptions): TokenStore {
  const settings = typeof options === 'object' ? options : { connectionString: options };
  const { table = 'closekit_grants', createTable = true, wakeUps = false } = settings;
  assertTable(table, 'postgresStore');
  const database = openPostgres({
    ...settings,
    caller: 'postgresStore',
    tables: tablesOf(table, createTable),
    listensFor: wakeUps ? '`wakeUps`' : undefined,
  });
  const statements = writeStatements(table, wakeUps);
  const waiters = createWakeUps();
  const listener = database.listen(channelOf(table), waiters.wake, waiters.wakeAll);

  return {
    load: async (key) => parseRow((await database.read(statements.load, [key]))[0]),
    async compareAndSet(key, expectedVersion, next) {
      const values = [key, next.version, JSON.stringify(next)];
      const rows =
        expectedVersion === 0
          ? await database.write(statements.insert, values)
          : await database.write(statements.update, [...values, expectedVersion]);
      return rows.length === 1;
    },
    scan: async ({ after = '', limit }) =>
      parsePage(await database.read(statements.scan, [after, limit]), limit),
    erase: async (key, expectedVersion) =>
      (await database.write(statements.erase, [key, expectedVersion ?? null])).length === 1,
    consume: async (mark, lifetimeMs) =>
      (await database.write(statements.consume, [mark, lifetimeMs])).length === 1,
    // Urgent: a lease starts at this time, and its write follows.
    now: async () => Number(rowText((await database.read(statements.now, [], true))[0], 'now')),
    ...(wakeUps && {
      subscribe(key: string, wake: () => void) {
        listener.start();
        return waiters.add(key, wake);
      },
    }),
    close: () => database.close(),
  };
}
