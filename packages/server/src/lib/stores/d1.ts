import { openD1 } from '@closekit/oauth/stores/d1';
import type { D1StoreOptions } from '@closekit/oauth/stores/d1';
import { sqliteDialect, sqliteTables } from './session-statements.ts';
import type { SessionStore } from './session-store.ts';
import { sqlSessionStore } from './sql-session-store.ts';

/**
 * Stores sessions in Cloudflare D1, for Workers. Every call is one statement on the primary database. Expired sessions
 * are deleted whenever a new one is saved. Calls reject with `session_store_unavailable` when the database cannot be
 * used.
 *
 * @param options - The database, and settings.
 * @returns A session store. It does no I/O before its first use, so it may be created at module scope.
 * @throws TypeError that names the wrong option.
 * @example
 * ```ts
 * import { env } from 'cloudflare:workers';
 * const sessions = d1SessionStore({ database: env.DB });
 * ```
 */
export function d1SessionStore(options: D1StoreOptions): SessionStore {
  const database = openD1({ ...options, tables: sqliteTables, caller: 'd1SessionStore' });
  return sqlSessionStore({
    dialect: sqliteDialect,
    query: ({ sql, values }) => database.read(sql, ...values),
  });
}

/**
 * Returns the SQL that creates the table of sessions and its indexes, for a migration of your own. Running it again
 * changes nothing.
 *
 * @returns Three statements, separated by semicolons.
 */
export function d1SessionTableSql(): string {
  return `${sqliteTables.join(';\n')};\n`;
}
