import { parsePage, parseRow } from '../parse-record.ts';
import { openSqlite } from './open-sqlite.ts';
import type { SqliteOptions } from './options.ts';
import type { SqliteDatabase, SqliteStatement } from './database.ts';
import type { TokenStore } from '../../record/token-store.ts';

const tables = `
CREATE TABLE IF NOT EXISTS closekit_grants (key TEXT PRIMARY KEY, version INTEGER NOT NULL, record TEXT NOT NULL) STRICT;
CREATE TABLE IF NOT EXISTS closekit_marks (mark TEXT PRIMARY KEY, expires_at INTEGER NOT NULL) STRICT`;

/**
 * Keeps grants in one SQLite file, which several processes of one machine may share. Writes are on disk
 * before they are reported as done. The file may hold other tables.
 *
 * @param options - The path, or an object with the path or an open database.
 * @returns The store; the file is opened at first use.
 * @throws TypeError that names the wrong option.
 * @example
 * ```ts
 * import Database from 'better-sqlite3'; // only Node 22 needs it
 * const store = sqliteStore({ path: 'data/close.db', driver: Database });
 * ```
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
    scan: async ({ after = '', limit }) =>
      parsePage(await grants.run(({ scan }) => scan.all(after, limit)), limit),
    async erase(key, expectedVersion) {
      const { changes } = await grants.run(({ erase }) => erase.run(key, expectedVersion ?? null));
      return Number(changes) === 1;
    },
    async consume(mark, lifetimeMs) {
      const { changes } = await grants.run(({ sweep, consume }) => {
        const now = Date.now();
        sweep.run(now);
        return consume.run(mark, now + Math.ceil(lifetimeMs), now);
      });
      return Number(changes) === 1;
    },
    close: () => grants.close(),
  };
}

interface Statements {
  readonly load: SqliteStatement;
  readonly insert: SqliteStatement;
  readonly update: SqliteStatement;
  readonly scan: SqliteStatement;
  readonly erase: SqliteStatement;
  readonly sweep: SqliteStatement;
  readonly consume: SqliteStatement;
}

function prepare(database: SqliteDatabase): Statements {
  database.exec(tables);
  return {
    load: database.prepare('SELECT record FROM closekit_grants WHERE key = ?'),
    insert: database.prepare(
      'INSERT INTO closekit_grants (key, version, record) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
    ),
    update: database.prepare(
      'UPDATE closekit_grants SET version = ?, record = ? WHERE key = ? AND version = ?',
    ),
    scan: database.prepare('SELECT key, record FROM closekit_grants WHERE key > ? ORDER BY key LIMIT ?'),
    erase: database.prepare('DELETE FROM closekit_grants WHERE key = ? AND version = coalesce(?, version)'),
    sweep: database.prepare('DELETE FROM closekit_marks WHERE expires_at <= ?'),
    consume: database.prepare(
      'INSERT INTO closekit_marks AS held (mark, expires_at) VALUES (?, ?) ON CONFLICT (mark) DO UPDATE SET expires_at = excluded.expires_at WHERE held.expires_at <= ?',
    ),
  };
}
