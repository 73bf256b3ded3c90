import { openSqlite } from '@closekit/oauth/stores/sqlite';
import type { SqliteDatabase, SqliteOptions, SqliteStatement } from '@closekit/oauth/stores/sqlite';
import { sqliteDialect, sqliteTables } from './session-statements.ts';
import type { SessionStatement } from './session-statements.ts';
import type { SessionStore } from './session-store.ts';
import { sqlSessionStore } from './sql-session-store.ts';

/**
 * Stores sessions in a SQLite file. Several processes of one machine may share the file, also with the token
 * store of `@closekit/oauth`.
 *
 * The file is opened at first use and becomes readable by its owner only. Expired sessions are deleted
 * whenever a new one is saved. Calls reject with `session_store_unavailable` when the file cannot be used or
 * when this runtime has no SQLite driver; a later call tries again. While another process has the file locked, calls
 * wait without blocking the event loop.
 *
 * @param options - The path of the file, or an object with the path or an open database.
 * @returns A session store. Call its `close` when the server stops.
 * @throws TypeError that names the wrong option.
 * @example
 * ```ts
 * const handler = createCloseHandler({ oauth, origin, sessions: sqliteSessionStore('close.db') });
 * ```
 * @example
 * ```ts
 * import Database from 'better-sqlite3'; // only Node 22 needs it
 * const sessions = sqliteSessionStore({ path: 'close.db', driver: Database });
 * ```
 */
export function sqliteSessionStore(options: string | SqliteOptions): SessionStore {
  const settings = typeof options === 'string' ? { path: options } : options;
  const sessions = openSqlite({ ...settings, caller: 'sqliteSessionStore', prepare });
  return sqlSessionStore({
    dialect: sqliteDialect,
    query: (statement) => sessions.run((run) => run(statement), isRead(statement) ? freshMs : 0),
    close: () => sessions.close(),
  });
}

/** Creates the table in one transaction, because several processes may start at once. */
function prepare(database: SqliteDatabase): (statement: SessionStatement) => unknown[] {
  database.exec('begin immediate');
  try {
    if (database.prepare(findOlder).get() !== undefined) database.exec('drop table closekit_sessions');
    for (const sql of sqliteTables) database.exec(sql);
    database.exec('commit');
  } catch (error) {
    database.exec('rollback');
    throw error;
  }
  return createRunner(database);
}

// The table of a version before the first release: its users sign in again.
const findOlder = `select 1 from pragma_table_info('closekit_sessions') group by 'all' having sum(name = 'last_seen_at') = 0`;

/** Looking whether the file is still in place costs as much as reading a session from it. */
const freshMs = 500;

function isRead({ sql }: SessionStatement): boolean {
  return sql.startsWith('select');
}

function createRunner(database: SqliteDatabase): (statement: SessionStatement) => unknown[] {
  const prepared = new Map<string, Runner>();
  return ({ sql, values }) => {
    let runner = prepared.get(sql);
    if (!runner) prepared.set(sql, (runner = prepareRunner(database.prepare(sql), sql)));
    return runner(values);
  };
}

type Runner = (values: SessionStatement['values']) => unknown[];

function prepareRunner(statement: SqliteStatement, sql: string): Runner {
  // better-sqlite3 refuses `all` for a statement without rows.
  if (/^select|returning key$/.test(sql)) return (values) => statement.all(...values);
  return (values) => {
    statement.run(...values);
    return [];
  };
}
