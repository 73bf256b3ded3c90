// oxlint-disable-next-line no-restricted-imports -- this file is reached only through the door stores/sqlite.
import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';
// oxlint-disable-next-line no-restricted-imports -- as above.
import { dirname } from 'node:path';
// oxlint-disable-next-line no-restricted-imports -- types only: the module itself is missing before Node 22.
import type * as Sqlite from 'node:sqlite';
import { CloseOAuthError } from './close-oauth-error.ts';
import { sleep } from './sleep.ts';
import type { GrantRecord, TokenStore } from './token-store.ts';

/** The options of {@link sqliteStore}. */
export interface SqliteStoreOptions {
  /** The database file; made with mode 0600 when it is missing, as is its folder. */
  path: string;
  /** How long a write waits for another process, in milliseconds. Default: 5000. */
  busyTimeoutMs?: number;
}

interface OpenStore {
  readonly database: Sqlite.DatabaseSync;
  readonly select: Sqlite.StatementSync;
  readonly insert: Sqlite.StatementSync;
  readonly update: Sqlite.StatementSync;
}

const openTries = 40;
const openPauseMs = 5;

/**
 * Keeps grants in one SQLite file, which several processes of one machine may share. Writes are on disk before
 * they are reported as done. The file may hold other tables.
 *
 * @param options - the path, or the path with settings
 * @returns the store; the file is opened at first use
 * @throws TypeError that names the option that is wrong
 */
export function sqliteStore(options: string | SqliteStoreOptions): TokenStore {
  const { path, busyTimeoutMs = 5000 } = typeof options === 'string' ? { path: options } : options;
  if (typeof path !== 'string' || path === '') throw new TypeError('path must be the name of a file');
  if (!Number.isFinite(busyTimeoutMs) || busyTimeoutMs < 0)
    throw new TypeError('busyTimeoutMs must not be negative');
  let opening: Promise<OpenStore> | undefined;

  function opened(): Promise<OpenStore> {
    opening ??= openStore(path, busyTimeoutMs).catch((error: unknown) => {
      opening = undefined;
      throw error;
    });
    return opening;
  }

  return {
    async load(key) {
      const { select } = await opened();
      return guard(path, () => parseRecord(select.get(key)?.record));
    },
    async compareAndSet(key, expectedVersion, next) {
      const { insert, update } = await opened();
      const text = JSON.stringify(next);
      const { changes } = guard(path, () =>
        expectedVersion === 0
          ? insert.run(key, next.version, text)
          : update.run(next.version, text, key, expectedVersion),
      );
      return Number(changes) === 1;
    },
    async close() {
      const store = await opening?.catch(() => undefined);
      opening = undefined;
      if (store?.database.isOpen) store.database.close();
    },
  };
}

async function openStore(path: string, timeout: number): Promise<OpenStore> {
  const { DatabaseSync: Database } = await loadSqlite();
  return guardAsync(path, async () => {
    createPrivateFile(path);
    const database = new Database(path, { timeout });
    try {
      await switchToWal(database);
      // A rotated token that a power cut takes back is a lost connection.
      database.exec('PRAGMA synchronous = FULL');
      database.exec(
        'CREATE TABLE IF NOT EXISTS closekit_grants (key TEXT PRIMARY KEY, version INTEGER NOT NULL, record TEXT NOT NULL) STRICT',
      );
      return { database, ...prepare(database) };
    } catch (error) {
      database.close();
      throw error;
    }
  });
}

function prepare(database: Sqlite.DatabaseSync): Omit<OpenStore, 'database'> {
  return {
    select: database.prepare('SELECT record FROM closekit_grants WHERE key = ?'),
    insert: database.prepare(
      'INSERT INTO closekit_grants (key, version, record) VALUES (?, ?, ?) ON CONFLICT DO NOTHING',
    ),
    update: database.prepare(
      'UPDATE closekit_grants SET version = ?, record = ? WHERE key = ? AND version = ?',
    ),
  };
}

async function loadSqlite(): Promise<typeof Sqlite> {
  try {
    // oxlint-disable-next-line no-restricted-imports -- loaded late, so that an older Node gets our message.
    return await import('node:sqlite');
  } catch (error) {
    const message = 'This runtime has no node:sqlite. Run Node 24 or newer, or pass another store.';
    throw new CloseOAuthError('store_unavailable', message, { cause: error });
  }
}

// SQLite gives its -wal and -shm files the mode of the database.
function createPrivateFile(path: string): void {
  if (path === ':memory:') return;
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  try {
    closeSync(openSync(path, 'wx', 0o600));
    chmodSync(path, 0o600);
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error;
  }
}

// Switching the journal mode can meet a lock that the busy timeout does not wait for.
async function switchToWal(database: Sqlite.DatabaseSync): Promise<void> {
  for (let tries = 1; ; tries += 1) {
    try {
      database.exec('PRAGMA journal_mode = WAL');
      return;
    } catch (error) {
      const locked = error instanceof Error && /locked|busy/i.test(error.message);
      if (!locked || tries >= openTries) throw error;
      await sleep(openPauseMs);
    }
  }
}

function parseRecord(text: unknown): GrantRecord | undefined {
  if (typeof text !== 'string') return undefined;
  // Only `compareAndSet` writes this column, and the caller checks the form.
  const record: GrantRecord = JSON.parse(text);
  return record;
}

function guard<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw storeError(path, error);
  }
}

async function guardAsync<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw storeError(path, error);
  }
}

function storeError(path: string, cause: unknown): CloseOAuthError {
  const damaged = cause instanceof Error && /not a database|malformed|encrypted/i.test(cause.message);
  const advice = damaged
    ? 'is not a readable SQLite database. It was left as it is: restore it from a backup, or move it away and let everyone connect again'
    : 'could not be used. Check that the disk has room and that this user may read and write the file and its folder';
  return new CloseOAuthError('store_unavailable', `The token store ${path} ${advice}.`, { cause });
}

function codeOf(error: unknown): unknown {
  return error instanceof Error ? Reflect.get(error, 'code') : undefined;
}
