import { assertDuration } from '../../base/assert-duration.ts';
import { openPool } from './connection.ts';
import type { OpenPool, PostgresPool } from './connection.ts';
import { ignoreConnectionErrors } from '../remote/ignore-connection-errors.ts';
import { assertTable } from './table.ts';

/** The options of {@link postgresStore}. */
export interface PostgresStoreOptions {
  /** An open pool, such as `new Pool()` of `pg`. It stays open when the store is closed. */
  pool?: PostgresPool;
  /** The URL of the database instead, to open a pool with the package `pg`. */
  connectionString?: string;
  /**
   * The table of grants, with its schema if it is not on the search path. Marks are in a second table, `<table>_marks`.
   * Default: `closekit_grants`.
   */
  table?: string;
  /** Creates missing tables at first use. Default: true. */
  createTable?: boolean;
  /**
   * Wakes waiting processes with LISTEN and NOTIFY, so that they need not poll as often. It keeps one
   * connection of the pool, and does not work through a pooler in transaction mode. Default: false.
   */
  wakeUps?: boolean;
  /** Time limit of one statement, in milliseconds. Default: 5000. */
  timeoutMs?: number;
}

// The default of `pg`.
const defaultPoolSize = 10;

/** The checked options of the store. */
export interface PostgresSettings {
  readonly table: string;
  readonly createTable: boolean;
  readonly wakeUps: boolean;
  readonly timeoutMs: number;
  /** The number of statements in flight. */
  readonly connections: number;
  open(): Promise<OpenPool>;
}

/** Checks the options and fills in the defaults. */
export function parsePostgresOptions(options: PostgresStoreOptions): PostgresSettings {
  const { pool, connectionString, table = 'closekit_grants', timeoutMs = 5000 } = options;
  assertTable(table, 'postgresStore');
  assertDuration(timeoutMs, 'postgresStore', 'timeoutMs');
  const settings = {
    table,
    timeoutMs,
    createTable: options.createTable ?? true,
    wakeUps: options.wakeUps ?? false,
  };
  if (pool !== undefined) {
    if (typeof pool.query !== 'function') {
      throw new TypeError('postgresStore: `pool` must have a method `query`.');
    }
    ignoreConnectionErrors(pool);
    if (settings.wakeUps && typeof pool.connect !== 'function') {
      throw new TypeError('postgresStore: `pool` must have a method `connect` for `wakeUps`.');
    }
    const own = { pool, end: () => Promise.resolve() };
    const connections = (pool.options?.max ?? defaultPoolSize) - (settings.wakeUps ? 1 : 0);
    if (connections < 1) {
      throw new TypeError('postgresStore: `pool` must allow a second connection for `wakeUps`.');
    }
    return { ...settings, connections, open: () => Promise.resolve(own) };
  }
  if (typeof connectionString !== 'string' || !/^postgres(?:ql)?:\/\//.test(connectionString)) {
    throw new TypeError('postgresStore: `connectionString` must be a postgres:// URL unless `pool` is set.');
  }
  return {
    ...settings,
    connections: defaultPoolSize - (settings.wakeUps ? 1 : 0),
    open: () => openPool(connectionString, timeoutMs),
  };
}
