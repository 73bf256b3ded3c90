import { createLazy } from '../../base/lazy.ts';
import { databaseError, isDatabaseError, isReadOnly, movedAway } from './database-error.ts';
import type { SqliteDatabase } from './database.ts';
import { parseSqliteOptions } from './options.ts';
import type { OpenSqliteOptions, SqliteSettings } from './options.ts';
import { whenFree } from './when-free.ts';

/** A database that is opened at first use: see {@link openSqlite}. */
export interface SqliteConnection<T> {
  /** The path, or `database` for an open database: for messages. */
  readonly name: string;
  /**
   * Opens the database unless it is open, and runs `work` on what `prepare` returned. While the file is
   * locked, `work` runs again from the start, by a timer: a lock does not block the event loop.
   *
   * @param work - Runs synchronously: one statement, or several that may be repeated.
   * @param freshMs - For how many milliseconds the file counts as in place after it was looked at. Default: 0,
   * which looks before each run. Set it only for reads.
   * @returns The result of `work`.
   * @throws CloseOAuthError `store_unavailable` when the database cannot be used, with the driver's error as
   * `cause`: a later call tries again; `store_unsuitable` when this runtime has no SQLite driver.
   * @throws Error of `work` itself, unchanged.
   * @throws TypeError when `prepare` returned a promise.
   */
  run<R>(work: (prepared: T) => R, freshMs?: number): Promise<R>;
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
 * ```ts
 * const visits = openSqlite({
 *   path: 'data/app.db',
 *   prepare(database) {
 *     database.exec('CREATE TABLE IF NOT EXISTS visits (page TEXT NOT NULL, at INTEGER NOT NULL) STRICT');
 *     return { add: database.prepare('INSERT INTO visits VALUES (?, ?)') };
 *   },
 * });
 * await visits.run(({ add }) => add.run('/pricing', Date.now()));
 * await visits.close();
 * ```
 */
export function openSqlite<T>(options: OpenSqliteOptions<T>): SqliteConnection<T> {
  const settings = parseSqliteOptions(options);
  const { name, caller, busyTimeoutMs, close } = settings;
  const opened = createLazy(() => openPrepared(settings, options.prepare));
  const look = createLook(settings.identify);

  async function current(freshMs: number): Promise<Prepared<T>> {
    const held = await opened.get();
    const found = look(freshMs);
    if (found === held.identity) return held;
    if (found === undefined) throw movedAway(name);
    // Another file took its place, such as a restored backup: the other processes use that one.
    if (opened.forget(held)) close(held.database);
    return opened.get();
  }

  async function runOnce<R>(held: Prepared<T>, work: (prepared: T) => R): Promise<R> {
    try {
      return await whenFree(busyTimeoutMs, () => work(held.prepared));
    } catch (error) {
      // A connection that was opened without the right to write stays so; the next call opens another.
      if (isReadOnly(error) && opened.forget(held)) close(held.database);
      throw error;
    }
  }

  async function readInstead<R>(failure: unknown, work: (prepared: T) => R): Promise<R> {
    const snapshot = isReadOnly(failure) ? await settings.openSnapshot() : undefined;
    if (snapshot === undefined) throw databaseError(name, failure);
    try {
      return work(options.prepare(snapshot));
    } catch (error) {
      throw isDatabaseError(error) ? databaseError(name, error) : error;
    } finally {
      close(snapshot);
    }
  }

  return {
    name,
    async run(work, freshMs = 0) {
      let isOpen = false;
      try {
        const held = await current(freshMs);
        isOpen = true;
        if (isPromise(held.prepared)) throw new TypeError(`${caller}: \`prepare\` must be synchronous.`);
        return await runOnce(held, work);
      } catch (error) {
        if (isOpen && !isDatabaseError(error)) throw error;
        return readInstead(error, work);
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
  settings: SqliteSettings,
  prepare: (database: SqliteDatabase) => T,
): Promise<Prepared<T>> {
  const { busyTimeoutMs, open, close, identify } = settings;
  const before = identify();
  const database = await open();
  try {
    const identity = identify();
    if (before !== undefined && before !== identity) {
      // Replaced while it was opened: which of the two files this is cannot be known.
      throw new Error('Another file took its place while it was opened');
    }
    await makeDurable(database, busyTimeoutMs);
    // In an object: a promise is refused later, and not awaited, since it may wait for this opening.
    const { prepared } = await whenFree(busyTimeoutMs, () => ({ prepared: prepare(database) }));
    if (isPromise(prepared)) prepared.catch(() => undefined);
    return { database, identity, prepared };
  } catch (error) {
    close(database);
    throw error;
  }
}

/** Identifies the file, unless the last look is newer than `freshMs`. */
function createLook(identify: SqliteSettings['identify']): (freshMs: number) => string | undefined {
  let found: string | undefined;
  let lookedAt = -Infinity;
  return (freshMs) => {
    const now = performance.now();
    if (now - lookedAt >= freshMs) {
      found = identify();
      lookedAt = now;
    }
    return found;
  };
}

function isPromise(value: unknown): value is Promise<unknown> {
  return value instanceof Promise;
}

async function makeDurable(database: SqliteDatabase, busyTimeoutMs: number): Promise<void> {
  // Switching the journal mode can meet a lock that SQLite's own timeout does not wait for.
  await whenFree(busyTimeoutMs, () => database.exec('PRAGMA journal_mode = WAL'));
  // With NORMAL a power cut could undo a write that was confirmed: a rotated refresh token would be lost.
  database.exec('PRAGMA synchronous = FULL');
}
