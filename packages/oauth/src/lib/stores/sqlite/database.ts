// oxlint-disable-next-line no-restricted-imports -- this file is reached only through the door stores/sqlite.
import { chmodSync, closeSync, mkdirSync, openSync } from 'node:fs';
// oxlint-disable-next-line no-restricted-imports -- as above.
import { dirname } from 'node:path';
import { CloseOAuthError } from '../../base/close-oauth-error.ts';
import { sleep } from '../../base/sleep.ts';

/** What the store needs of a statement. */
export interface SqliteStatement {
  /** Runs it and gives one row. */
  get(...values: (string | number)[]): unknown;
  /** Runs it and gives all rows. */
  all(...values: (string | number)[]): unknown[];
  /** Runs it and counts the rows it changed. */
  run(...values: (string | number)[]): { changes: number | bigint };
}

/** What the store needs of a database: `DatabaseSync` of `node:sqlite` and `Database` of `better-sqlite3` have it. */
export interface SqliteDatabase {
  /** Runs statements without parameters. */
  exec(sql: string): unknown;
  /** Prepares one statement. */
  prepare(sql: string): SqliteStatement;
  /** Closes the file. */
  close(): unknown;
}

/** Opens a file: `DatabaseSync` of `node:sqlite`, or the default export of `better-sqlite3`. */
export type SqliteDriver = new (path: string, options: { timeout: number }) => SqliteDatabase;

/** What {@link openDatabase} needs. */
export interface OpenDatabaseOptions {
  readonly path: string;
  readonly driver: SqliteDriver | undefined;
  readonly busyTimeoutMs: number;
}

const oldestNode = 22;
// SQLite waits with the event loop at a stop; longer waits are made of short ones.
const longestBlockMs = 20;
const busyPauseMs = 5;

/**
 * Opens or makes the file, safe against power cuts, with the table in it.
 *
 * @param options - The file and the driver.
 * @returns The database.
 * @throws CloseOAuthError `store_unsuitable` when this runtime has no such driver.
 */
export async function openDatabase(options: OpenDatabaseOptions): Promise<SqliteDatabase> {
  const { path, busyTimeoutMs } = options;
  assertNodeVersion(process.versions.node);
  const Driver = options.driver ?? (await loadDriver());
  createPrivateFile(path);
  const database = new Driver(path, { timeout: Math.min(busyTimeoutMs, longestBlockMs) });
  try {
    await prepareDatabase(database, busyTimeoutMs);
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/**
 * Sets what the store relies on.
 *
 * @param database - The database, open.
 * @param busyTimeoutMs - How long to wait for other processes, in milliseconds.
 */
export async function prepareDatabase(database: SqliteDatabase, busyTimeoutMs: number): Promise<void> {
  // Switching the journal mode can meet a lock that SQLite's own timeout does not wait for.
  await whenFree(busyTimeoutMs, () => database.exec('PRAGMA journal_mode = WAL'));
  // A rotated token that a power cut takes back is a lost connection.
  database.exec('PRAGMA synchronous = FULL');
  await whenFree(busyTimeoutMs, () =>
    database.exec(
      'CREATE TABLE IF NOT EXISTS closekit_grants (key TEXT PRIMARY KEY, version INTEGER NOT NULL, record TEXT NOT NULL) STRICT',
    ),
  );
}

/**
 * Runs a statement again while another process holds the file.
 *
 * @param busyTimeoutMs - For how long, in milliseconds.
 * @param work - The statement.
 * @returns What the statement gave.
 */
export async function whenFree<T>(busyTimeoutMs: number, work: () => T): Promise<T> {
  const end = performance.now() + busyTimeoutMs;
  for (;;) {
    try {
      return work();
    } catch (error) {
      const locked = error instanceof Error && /locked|busy/i.test(error.message);
      if (!locked || performance.now() >= end) throw error;
      await sleep(busyPauseMs + Math.random() * busyPauseMs);
    }
  }
}

/**
 * Refuses a Node that the drivers cannot run on: better-sqlite3 would end the process without a word.
 *
 * @param version - Such as `24.1.0`.
 * @throws CloseOAuthError `store_unsuitable`.
 */
export function assertNodeVersion(version: string): void {
  if (Number(version.split('.')[0]) >= oldestNode) return;
  throw new CloseOAuthError(
    'store_unsuitable',
    `The SQLite store needs Node 24, or Node 22 with better-sqlite3, and this is ${version}. Update it, or pass another store.`,
  );
}

async function loadDriver(): Promise<SqliteDriver> {
  try {
    // oxlint-disable-next-line no-restricted-imports -- loaded late, so that a runtime without it gets our message.
    const { DatabaseSync } = await import('node:sqlite');
    return DatabaseSync;
  } catch (error) {
    const message =
      'This runtime has no node:sqlite. Run Node 24 or newer, pass the driver better-sqlite3, or pass another store.';
    throw new CloseOAuthError('store_unsuitable', message, { cause: error });
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
    if (!(error instanceof Error) || Reflect.get(error, 'code') !== 'EEXIST') throw error;
  }
}
