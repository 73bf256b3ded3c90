import { CloseOAuthError, isCloseOAuthError } from '../../base/close-oauth-error.ts';
import { createLazy } from '../../base/lazy.ts';
import type { SqliteDatabase, SqliteDriver } from './database.ts';
import { identifyFile, openFile, openSnapshot } from './open-file.ts';
import { whenFree } from './when-free.ts';

/** The SQLite database of a store. One of `path` and `database` is required. */
export interface SqliteOptions {
  /**
   * The database file. Its mode is set to 0600. A missing file is created, and a missing folder with mode
   * 0700. `:memory:` opens a database in memory.
   */
  path?: string;
  /** An open database to use instead of `path`. It stays open when the store is closed. */
  database?: SqliteDatabase;
  /**
   * Opens the file. Default: `DatabaseSync` of `node:sqlite`; on Node 22 pass `Database` of `better-sqlite3`.
   */
  driver?: SqliteDriver;
  /** How long a call waits while another process has the file locked, in milliseconds. Default: 5000. */
  busyTimeoutMs?: number;
}

/** The options of {@link openSqlite}. */
export interface OpenSqliteOptions<T> extends SqliteOptions {
  /**
   * Creates or migrates the tables and prepares the statements; called once after each opening. While the
   * file is locked it is called again from the start, so it must be repeatable: a transaction that it begins
   * has to be rolled back when it throws.
   */
  prepare: (database: SqliteDatabase) => T;
  /** The name of your function, for `TypeError`s about its options. Default: `openSqlite`. */
  caller?: string;
}

/** A database that is opened at first use: see {@link openSqlite}. */
export interface SqliteConnection<T> {
  /** The path, or `database` for an open database: for messages. */
  readonly name: string;
  /**
   * Opens the database unless it is open, and runs `work` on what `prepare` returned. While the file is
   * locked, `work` runs again from the start; the event loop is blocked for at most 20 ms at a time.
   *
   * @param work - Runs synchronously: one statement, or several that may be repeated.
   * @returns The result of `work`.
   * @throws CloseOAuthError `store_unavailable` when the database cannot be used, with the driver's error as
   * `cause`: a later call tries again; `store_unsuitable` when this runtime has no SQLite driver.
   */
  run<R>(work: (prepared: T) => R): Promise<R>;
  /** Closes the file that was opened here. A later `run` opens it again. */
  close(): Promise<void>;
}

/**
 * Opens a SQLite database for a store, at the first `run`. The file is private to its owner. With a
 * write-ahead log and `synchronous=FULL`, committed data survives a power cut. Several processes of one
 * machine may share the file. For authors of stores: `sqliteStore` is built on it.
 *
 * @param options - The database, and how the store prepares it.
 * @returns The connection. An opening that failed is forgotten: the next `run` tries again.
 * @throws TypeError that names the wrong option.
 * @example
 * const visits = openSqlite({
 *   path: 'data/app.db',
 *   prepare(database) {
 *     database.exec('CREATE TABLE IF NOT EXISTS visits (page TEXT NOT NULL, at INTEGER NOT NULL) STRICT');
 *     return { add: database.prepare('INSERT INTO visits VALUES (?, ?)') };
 *   },
 * });
 * await visits.run(({ add }) => add.run('/pricing', Date.now()));
 * await visits.close();
 */
export function openSqlite<T>(options: OpenSqliteOptions<T>): SqliteConnection<T> {
  const settings = parseSqliteOptions(options);
  const { name, busyTimeoutMs, close } = settings;
  const opened = createLazy(() => openPrepared(settings, options.prepare));

  async function current(): Promise<Prepared<T>> {
    const held = await opened.get();
    const found = settings.identify();
    if (found === held.identity) return held;
    if (found === undefined) throw movedAway(name);
    // Another file took its place, such as a restored backup: the other processes use that one.
    if (opened.forget(held)) close(held.database);
    return opened.get();
  }

  return {
    name,
    async run(work) {
      try {
        const held = await current();
        try {
          return await whenFree(busyTimeoutMs, () => work(held.prepared));
        } catch (error) {
          // A connection that was opened without the right to write stays so; the next call opens another.
          if (isReadOnlyError(error) && opened.forget(held)) close(held.database);
          throw error;
        }
      } catch (error) {
        const snapshot = isReadOnlyError(error) ? await settings.openSnapshot() : undefined;
        if (snapshot === undefined) throw sqliteError(name, error);
        return readSnapshot(snapshot, { name, work: () => work(options.prepare(snapshot)), close });
      }
    },
    async close() {
      const last = await opened.release();
      if (last !== undefined) close(last.database);
    },
  };
}

interface Prepared<T> {
  readonly database: SqliteDatabase;
  readonly prepared: T;
  /** The file that was opened. */
  readonly identity: string | undefined;
}

async function openPrepared<T>(
  { busyTimeoutMs, open, close, identify }: Settings,
  prepare: (database: SqliteDatabase) => T,
): Promise<Prepared<T>> {
  const database = await open();
  try {
    const identity = identify();
    await makeDurable(database, busyTimeoutMs);
    return { database, identity, prepared: await whenFree(busyTimeoutMs, () => prepare(database)) };
  } catch (error) {
    close(database);
    throw error;
  }
}

interface SnapshotWork<R> {
  readonly name: string;
  readonly work: () => R;
  readonly close: (database: SqliteDatabase) => void;
}

function readSnapshot<R>(database: SqliteDatabase, { name, work, close }: SnapshotWork<R>): R {
  try {
    return work();
  } catch (error) {
    throw sqliteError(name, error);
  } finally {
    close(database);
  }
}

interface Settings {
  readonly name: string;
  readonly busyTimeoutMs: number;
  readonly open: () => Promise<SqliteDatabase>;
  /** Opens the file as it is now when it may only be read. */
  readonly openSnapshot: () => Promise<SqliteDatabase | undefined>;
  /** Identifies the file behind the path; undefined when there is none. */
  readonly identify: () => string | undefined;
  readonly close: (database: SqliteDatabase) => void;
}

function parseSqliteOptions(options: SqliteOptions & { readonly caller?: string }): Settings {
  const { path, driver, database, busyTimeoutMs = 5000, caller = 'openSqlite' } = options;
  if (!Number.isFinite(busyTimeoutMs) || busyTimeoutMs < 0) {
    throw new TypeError(`${caller}: \`busyTimeoutMs\` must be a number of milliseconds, 0 or more.`);
  }
  if (driver !== undefined && typeof driver !== 'function') {
    throw new TypeError(
      `${caller}: \`driver\` must be \`DatabaseSync\` of node:sqlite or \`Database\` of better-sqlite3.`,
    );
  }
  if (database !== undefined) {
    const open = (): Promise<SqliteDatabase> => Promise.resolve(database);
    return {
      name: 'database',
      busyTimeoutMs,
      open,
      openSnapshot: () => Promise.resolve(undefined),
      identify: () => 'database',
      close: () => undefined,
    };
  }
  if (typeof path !== 'string' || path === '') {
    throw new TypeError(`${caller}: \`path\` must be the name of a file.`);
  }
  const file = { path, driver, busyTimeoutMs };
  return {
    name: path,
    busyTimeoutMs,
    open: () => openFile(file),
    openSnapshot: () => openSnapshot(file),
    identify: () => identifyFile(path),
    close: (opened) => void opened.close(),
  };
}

async function makeDurable(database: SqliteDatabase, busyTimeoutMs: number): Promise<void> {
  // Switching the journal mode can meet a lock that SQLite's own timeout does not wait for.
  await whenFree(busyTimeoutMs, () => database.exec('PRAGMA journal_mode = WAL'));
  // With NORMAL a power cut could undo a write that was confirmed: a rotated refresh token would be lost.
  database.exec('PRAGMA synchronous = FULL');
}

function isReadOnlyError(error: unknown): boolean {
  return error instanceof Error && /readonly database|EROFS|EACCES/i.test(error.message);
}

function movedAway(name: string): CloseOAuthError {
  const message = `The SQLite database ${name} was moved or deleted while it was open. Put it back, or start this process again to begin with an empty one.`;
  return new CloseOAuthError('store_unavailable', message);
}

function sqliteError(name: string, cause: unknown): CloseOAuthError {
  if (isCloseOAuthError(cause)) return cause;
  const damaged = cause instanceof Error && /not a database|malformed|encrypted/i.test(cause.message);
  const message = damaged
    ? `${name} is not a readable SQLite database. Its content was left unchanged: restore it from a backup, or move it away and let all users connect again.`
    : `The SQLite database ${name} could not be used. Check that the disk has room and that this user may read and write the file and its folder.`;
  return new CloseOAuthError('store_unavailable', message, { cause });
}
