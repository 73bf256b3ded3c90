import { parsePage, parseRow } from '../parse-record.ts';
import { openD1 } from './open-d1.ts';
import type { D1StoreOptions } from './options.ts';
import { createStatements, statements } from './statements.ts';
import type { TokenStore } from '../../record/token-store.ts';

/**
 * Keeps grants in Cloudflare D1, for Workers. Every write is one conditional statement on the primary database, and
 * every read goes there, too.
 *
 * @param options - The database, and settings.
 * @returns The store. It does no I/O before its first use, so it may be created at module scope.
 * @throws TypeError that names the wrong option.
 * @example
 * ```ts
 * import { env } from 'cloudflare:workers';
 * const store = d1Store({ database: env.DB });
 * ```
 */
export function d1Store(options: D1StoreOptions): TokenStore {
  const database = openD1({ ...options, tables: createStatements, caller: 'd1Store' });
  return {
    load: async (key) => parseRow((await database.read(statements.load, key))[0]),
    async compareAndSet(key, expectedVersion, next) {
      const text = JSON.stringify(next);
      const rows = await database.write(
        expectedVersion === 0
          ? { sql: statements.insert, values: [key, next.version, text] }
          : { sql: statements.update, values: [next.version, text, key, expectedVersion] },
      );
      return rows.length === 1;
    },
    scan: async ({ after = '', limit }) =>
      parsePage(await database.read(statements.scan, after, limit), limit),
    async erase(key, expectedVersion) {
      const rows = await database.write({ sql: statements.erase, values: [key, expectedVersion ?? null] });
      return rows.length === 1;
    },
    async consume(mark, lifetimeMs) {
      const values = [mark, Math.ceil(lifetimeMs)];
      const rows = await database.write({ before: statements.sweep, sql: statements.consume, values });
      return rows.length === 1;
    },
    async now() {
      const [row] = await database.read(statements.now);
      return Number(Reflect.get(Object(row), 'now'));
    },
  };
}
