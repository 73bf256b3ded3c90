import { assertDuration } from '../../base/assert-duration.ts';
import { openPool } from './connection.ts';
import type { OpenPool, PostgresPool } from './connection.ts';
import { ignoreConnectionErrors } from '../remote/ignore-connection-errors.ts';

/** The PostgreSQL database of a store. One of `pool` and `connectionString` is required. */
export interface PostgresOptions {
  /** An open pool, such as `new Pool()` of `pg`. It stays open when the store is closed. */
  pool?: PostgresPool;
  /** The URL of the database instead, to open a pool with the package `pg`. */
  connectionString?: string;
  /** Time limit of one statement, in milliseconds. Default: 5000. */
  timeoutMs?: number;
}

/** The tables that a store needs. */
export interface PostgresTables {
  /** Their names, quoted. */
  names: string[];
  /** Statements that create them unless they exist, one for each table, in the same order. */
  statements: string[];
  /** Names the function or the page that has these statements, for the message about a missing table. */
  source: string;
  /** Creates missing tables at first use. */
  create: boolean;
}

/** The options of {@link openPostgres}. */
export interface OpenPostgresOptions extends PostgresOptions {
  /** The tables, created or checked at first use. Default: none. */
  tables?: PostgresTables | undefined;
  /**
   * Keeps one connection of the pool for `listen`; the text names your option that needs it, for `TypeError`s.
   * Default: no connection.
   */
  listensFor?: string | undefined;
  /** The name of your function, for `TypeError`s about its options. Default: `openPostgres`. */
  caller?: string;
}

// The default of `pg`.
const defaultPoolSize = 10;

/** The checked options of a database. */
export interface PostgresSettings {
  readonly timeoutMs: number;
  /** The number of statements in flight. */
  readonly connections: number;
  readonly tables: PostgresTables | undefined;
  readonly caller: string;
  open(): Promise<OpenPool>;
}

/**
 * Checks the options of {@link openPostgres} and fills in the defaults.
 *
 * @throws TypeError that names the caller and the wrong option.
 */
export function parsePostgresOptions(options: OpenPostgresOptions): PostgresSettings {
  const { pool, connectionString, timeoutMs = 5000, tables, listensFor, caller = 'openPostgres' } = options;
  assertDuration(timeoutMs, caller, 'timeoutMs');
  const [common, kept] = [{ timeoutMs, tables, caller }, listensFor === undefined ? 0 : 1];
  if (pool !== undefined) {
    assertPool(pool, caller, listensFor);
    ignoreConnectionErrors(pool);
    const own = { pool, end: () => Promise.resolve() };
    const connections = (pool.options?.max ?? defaultPoolSize) - kept;
    if (connections < 1) {
      throw new TypeError(`${caller}: \`pool\` must allow a second connection for ${listensFor}.`);
    }
    return { ...common, connections, open: () => Promise.resolve(own) };
  }
  if (typeof connectionString !== 'string' || !/^postgres(?:ql)?:\/\//.test(connectionString)) {
    throw new TypeError(`${caller}: \`connectionString\` must be a postgres:// URL unless \`pool\` is set.`);
  }
  return {
    ...common,
    connections: defaultPoolSize - kept,
    open: () => openPool(connectionString, timeoutMs),
  };
}

function assertPool(pool: PostgresPool, caller: string, listensFor: string | undefined): void {
  if (typeof pool.query !== 'function') {
    throw new TypeError(`${caller}: \`pool\` must have a method \`query\`.`);
  }
  if (listensFor !== undefined && typeof pool.connect !== 'function') {
    throw new TypeError(`${caller}: \`pool\` must have a method \`connect\` for ${listensFor}.`);
  }
}
