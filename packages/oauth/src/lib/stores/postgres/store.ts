import { parsePage, parseRow } from '../parse-record.ts';
import { createWakeUps } from '../remote/wake-ups.ts';
import { rowText } from '../row-text.ts';
import { createPostgresLink } from './link.ts';
import { createPostgresListener } from './listener.ts';
import { parsePostgresOptions } from './options.ts';
import type { PostgresStoreOptions } from './options.ts';
import { channelOf, writeStatements } from './statements.ts';
import type { TokenStore } from '../../record/token-store.ts';

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
  const settings = parsePostgresOptions(
    typeof options === 'object' ? options : { connectionString: options },
  );
  const { table, wakeUps } = settings;
  const { pool, read, write, close } = createPostgresLink(settings);
  const statements = writeStatements(table, wakeUps);
  const waiters = createWakeUps();
  const listener = createPostgresListener(pool, channelOf(table), waiters);

  return {
    load: async (key) => parseRow((await read(statements.load, [key]))[0]),
    async compareAndSet(key, expectedVersion, next) {
      const values = [key, next.version, JSON.stringify(next)];
      const rows =
        expectedVersion === 0
          ? await write(statements.insert, values)
          : await write(statements.update, [...values, expectedVersion]);
      return rows.length === 1;
    },
    scan: async ({ after = '', limit }) => parsePage(await read(statements.scan, [after, limit]), limit),
    erase: async (key, expectedVersion) =>
      (await write(statements.erase, [key, expectedVersion ?? null])).length === 1,
    consume: async (mark, lifetimeMs) => (await write(statements.consume, [mark, lifetimeMs])).length === 1,
    // Urgent: a lease starts at this time, and its write follows.
    now: async () => Number(rowText((await read(statements.now, [], true))[0], 'now')),
    ...(wakeUps && {
      subscribe(key: string, wake: () => void) {
        listener.start();
        return waiters.add(key, wake);
      },
    }),
    async close() {
      listener.stop();
      await close();
    },
  };
}
