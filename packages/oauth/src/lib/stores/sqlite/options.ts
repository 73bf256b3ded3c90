import type { SqliteDatabase, SqliteDriver } from './database.ts';
import { identifyFile, openFile, openSnapshot } from './open-file.ts';

/** The SQLite database of a store. One of `path` and `database` is required. */
export interface SqliteOptions {
  /**
   * The database file. Its mode is set to 0600. A missing file is created, and a missing folder with mode
   * 0700. `:memory:` opens a database in memory.
   */
  path?: string;
  /**
   * An open database to use instead of `path`. It stays open when the store is closed. Open it with a busy timeout
   * of 0: SQLite's own wait for a lock blocks the event loop.
   */
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
   * has to be rolled back when it throws. Synchronous.
   */
  prepare: (database: SqliteDatabase) => T;
  /** The name of your function, for `TypeError`s about its options. Default: `openSqlite`. */
  caller?: string;
}

/** The checked options of a database. */
export interface SqliteSettings {
  readonly name: string;
  readonly caller: string;
  readonly busyTimeoutMs: number;
  readonly open: () => Promise<SqliteDatabase>;
  /** Opens the file as it is now when it may only be read. */
  readonly openSnapshot: () => Promise<SqliteDatabase | undefined>;
  /** Identifies the file behind the path; `undefined` when there is none. */
  readonly identify: () => string | undefined;
  readonly close: (database: SqliteDatabase) => void;
}

/**
 * Checks the options of {@link openSqlite} and fills in the defaults.
 *
 * @throws TypeError that names the caller and the wrong option.
 */
export function parseSqliteOptions<T>(options: OpenSqliteOptions<T>): SqliteSettings {
  const { path, driver, database, prepare, busyTimeoutMs = 5000, caller = 'openSqlite' } = options ?? {};
  if (!Number.isFinite(busyTimeoutMs) || busyTimeoutMs < 0) {
    throw new TypeError(`${caller}: \`busyTimeoutMs\` must be a number of milliseconds, 0 or more.`);
  }
  if (driver !== undefined && typeof driver !== 'function') {
    throw new TypeError(
      `${caller}: \`driver\` must be \`DatabaseSync\` of node:sqlite or \`Database\` of better-sqlite3.`,
    );
  }
  if (database === undefined && (typeof path !== 'string' || path === '')) {
    throw new TypeError(`${caller}: \`path\` must be the name of a file.`);
  }
  if (typeof prepare !== 'function') throw new TypeError(`${caller}: \`prepare\` must be a function.`);
  const common = { caller, busyTimeoutMs };
  if (database !== undefined) return { ...common, ...overDatabase(database, caller) };
  return { ...common, ...overFile({ path: path ?? '', driver }) };
}

type Access = Omit<SqliteSettings, 'caller' | 'busyTimeoutMs'>;

function overDatabase(database: SqliteDatabase, caller: string): Access {
  const has = (method: string): boolean => typeof Reflect.get(Object(database), method) === 'function';
  if (!has('exec') || !has('prepare')) {
    throw new TypeError(`${caller}: \`database\` must be a database of node:sqlite or better-sqlite3.`);
  }
  return {
    name: 'database',
    open: () => Promise.resolve(database),
    openSnapshot: () => Promise.resolve(undefined),
    identify: () => 'database',
    close: () => undefined,
  };
}

function overFile(file: Parameters<typeof openFile>[0]): Access {
  return {
    name: file.path,
    open: () => openFile(file),
    openSnapshot: () => openSnapshot(file),
    identify: () => identifyFile(file.path),
    close: (opened) => void opened.close(),
  };
}
