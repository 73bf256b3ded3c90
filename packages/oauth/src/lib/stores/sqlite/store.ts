import { parseRow } from '../parse-record.ts';
import { rowText } from '../row-text.ts';
import { openSqlite } from './open-sqlite.ts';
import type { SqliteOptions } from './open-sqlite.ts';
import type { SqliteDatabase, SqliteStatement } from './database.ts';
import type { TokenStore } from '../../record/token-store.ts';

const pageSize = 1000;
const table =
  'CREATE TABLE IF NOT EXISTS closekit_grants (key TEXT PRIMARY KEY, version INTEGER NOT NULL, record TEXT NOT NULL) STRICT';

/**
 * Keeps grants in one SQLite file, which several processes of one machine may share. Writes are on disk
 * before they are reported as done. The file may hold other tables.
 *
 * @param options - The path, or an object with the path or an open database.
 * @returns The store; the file is opened at first use.
 * @throws TypeError that names the wrong option.
 * @example
 * import Database from 'better-sqlite3'; // only Node 22 needs it
 * const store = sqliteStore({ path: 'data/close.db', driver: Database });
 */
export function sqliteStore(options: string | SqliteOptions): TokenStore {
  const settings = typeof options === 'object' ? options : { path: options };
  const grants = openSqlite({ ...settings, caller: 'sqliteStore', prepare });
  return {
    load: (key) => grants.run(({ load }) => parseRow(load.get(key))),
    async compareAndSet(key, expectedVersion, next) {
      const text = JSON.stringify(next);
      const { changes } = await grants.run(({ insert, update }) =>
        expectedVersion === 0
          ? insert.run(key, next.version, text)
          : update.run(next.version, text, key, expectedVersion),
      );
      return Number(changes) === 1;
    },
    async *list() {
      for (let last = ''; ;) {
        const after = last;
        const rows = await grants.run(({ list }) => list.all(after));
        for (const row of rows) yield (last = rowText(row, 'key') ?? '');
        if (rows.length < pageSize) return;
      }
    },
    close: () => grants.close(),
  };
}

interface Statements {
  readonly load: SqliteStatement;
  readonly insert: SqliteStatement;
  readonly update: SqliteStatement;
  readonly list: SqliteStatement;
}

function prepare(database: SqliteDatabase): Statements {
  database.exec(table);
  return {
    load: database.prepare('SELECT record FROM closekit_grants WHERE key = ?'),
    insert: database.prepare(
      'INSERT INTO closekit_grants (key, version, record) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
    ),
    update: database.prepare(
      'UPDATE closekit_grants SET version = ?, record = ? WHERE key = ? AND version = ?',
    ),
    list: database.prepare(`SELECT key FROM closekit_grants WHERE key > ? ORDER BY key LIMIT ${pageSize}`),
  };
}
