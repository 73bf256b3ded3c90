import { CloseOAuthError, isCloseOAuthError } from '../../base/close-oauth-error.ts';
import { openDatabase, prepareDatabase, whenFree } from './database.ts';
import type { SqliteDatabase, SqliteDriver, SqliteStatement } from './database.ts';
import type { GrantRecord, TokenStore } from '../../record/token-store.ts';

/** The options of {@link sqliteStore}. */
export interface SqliteStoreOptions {
  /** The database file; made with mode 0600 when it is missing, as is its folder. */
  path?: string;
  /** Opens the file. Default: `DatabaseSync` of `node:sqlite`; on Node 22 pass `Database` of `better-sqlite3`. */
  driver?: SqliteDriver;
  /** Or a database of your own, already open. It stays open when the store is closed. */
  database?: SqliteDatabase;
  /** How long a write waits for another process, in milliseconds. Default: 5000. */
  busyTimeoutMs?: number;
}

interface OpenStore {
  readonly load: SqliteStatement;
  readonly insert: SqliteStatement;
  readonly update: SqliteStatement;
  readonly list: SqliteStatement;
  close(): void;
}

const pageSize = 1000;

/**
 * Keeps grants in one SQLite file, which several processes of one machine may share. Writes are on disk before
 * they are reported as done. The file may hold other tables.
 *
 * @param options - The path, or the path or an open database with settings.
 * @returns The store; the file is opened at first use.
 * @throws TypeError that names the option that is wrong.
 * @example
 * import Database from 'better-sqlite3'; // only Node 22 needs it
 * const store = sqliteStore({ path: 'data/close.db', driver: Database });
 */
export function sqliteStore(options: string | SqliteStoreOptions): TokenStore {
  const settings = readOptions(typeof options === 'object' ? options : { path: options });
  const { name, busyTimeoutMs } = settings;
  let opening: Promise<OpenStore> | undefined;

  async function run<T>(work: (store: OpenStore) => T): Promise<T> {
    opening ??= settings.open().catch((error: unknown) => {
      opening = undefined;
      throw error;
    });
    try {
      const store = await opening;
      return await whenFree(busyTimeoutMs, () => work(store));
    } catch (error) {
      throw storeError(name, error);
    }
  }

  return {
    load: (key) => run(({ load }) => parseRecord(textOf(load.get(key), 'record'))),
    async compareAndSet(key, expectedVersion, next) {
      const text = JSON.stringify(next);
      const { changes } = await run(({ insert, update }) =>
        expectedVersion === 0
          ? insert.run(key, next.version, text)
          : update.run(next.version, text, key, expectedVersion),
      );
      return Number(changes) === 1;
    },
    async *list() {
      for (let last = ''; ;) {
        const after = last;
        const rows = await run(({ list }) => list.all(after));
        for (const row of rows) yield (last = textOf(row, 'key') ?? '');
        if (rows.length < pageSize) return;
      }
    },
    async close() {
      const store = await opening?.catch(() => undefined);
      opening = undefined;
      store?.close();
    },
  };
}

interface Settings {
  readonly name: string;
  readonly busyTimeoutMs: number;
  open(): Promise<OpenStore>;
}

function readOptions(options: SqliteStoreOptions): Settings {
  const { path, driver, database, busyTimeoutMs = 5000 } = options;
  if (!Number.isFinite(busyTimeoutMs) || busyTimeoutMs < 0) {
    throw new TypeError('busyTimeoutMs must not be negative');
  }
  if (driver !== undefined && typeof driver !== 'function') {
    throw new TypeError('driver must be DatabaseSync of node:sqlite or Database of better-sqlite3');
  }
  if (database !== undefined)
    return { name: 'database', busyTimeoutMs, open: () => adopt(database, busyTimeoutMs) };
  if (typeof path !== 'string' || path === '') throw new TypeError('path must be the name of a file');
  return {
    name: path,
    busyTimeoutMs,
    open: async () => prepare(await openDatabase({ path, driver, busyTimeoutMs })),
  };
}

async function adopt(database: SqliteDatabase, busyTimeoutMs: number): Promise<OpenStore> {
  await prepareDatabase(database, busyTimeoutMs);
  return { ...prepare(database), close: () => undefined };
}

function prepare(database: SqliteDatabase): OpenStore {
  return {
    load: database.prepare('SELECT record FROM closekit_grants WHERE key = ?'),
    insert: database.prepare(
      'INSERT INTO closekit_grants (key, version, record) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
    ),
    update: database.prepare(
      'UPDATE closekit_grants SET version = ?, record = ? WHERE key = ? AND version = ?',
    ),
    list: database.prepare(`SELECT key FROM closekit_grants WHERE key > ? ORDER BY key LIMIT ${pageSize}`),
    close: () => database.close(),
  };
}

function parseRecord(text: string | undefined): GrantRecord | undefined {
  if (text === undefined) return undefined;
  // Only `compareAndSet` writes this column, and the caller checks the form.
  const record: GrantRecord = JSON.parse(text);
  return record;
}

function textOf(row: unknown, column: string): string | undefined {
  const value: unknown = typeof row === 'object' && row !== null ? Reflect.get(row, column) : undefined;
  return typeof value === 'string' ? value : undefined;
}

function storeError(name: string, cause: unknown): CloseOAuthError {
  if (isCloseOAuthError(cause)) return cause;
  const damaged = cause instanceof Error && /not a database|malformed|encrypted/i.test(cause.message);
  const advice = damaged
    ? 'is not a readable SQLite database. It was left as it is: restore it from a backup, or move it away and let everyone connect again'
    : 'could not be used. Check that the disk has room and that this user may read and write the file and its folder';
  return new CloseOAuthError('store_unavailable', `The token store ${name} ${advice}.`, { cause });
}
