import { assertDuration } from '../../base/assert-duration.ts';
import { createCallGate } from '../remote/call-gate.ts';
import { readFromStore, writeToStore } from '../remote/call-store.ts';
import type { StoreCalls } from '../remote/call-store.ts';
import { openPool, wroteNothing } from './connection.ts';
import type { OpenPool, PostgresPool } from './connection.ts';
import { ignoreLineErrors } from '../remote/ignore-line-errors.ts';
import { createPostgresListener } from './listener.ts';
import { preparePostgres, quoteTable } from './table.ts';
import { sleep } from '../../base/sleep.ts';
import type { GrantRecord, TokenStore } from '../../record/token-store.ts';
import { createWakeUps } from '../remote/wake-ups.ts';

/** The options of {@link postgresStore}. */
export interface PostgresStoreOptions {
  /** A pool of your own, such as `new Pool()` of `pg`. It stays open when the store is closed. */
  pool?: PostgresPool;
  /** Or the name of the database, to open a pool with the package `pg`. */
  connectionString?: string;
  /** The table, with its schema if it is not on the search path. Default: `closekit_grants`. */
  table?: string;
  /** Makes the table at first use when it is missing. Default: true. */
  createTable?: boolean;
  /**
   * Wakes waiting processes with LISTEN and NOTIFY instead of letting them poll. It keeps one connection of the
   * pool, and does not work through a pooler in transaction mode. Default: false.
   */
  wakeUps?: boolean;
  /** How long one statement may take, in milliseconds. Default: 5000. */
  timeoutMs?: number;
}

const pageSize = 1000;
const conflictTries = 20;
// As many as a pool of `pg` has unless told otherwise.
const usualConnections = 10;

/**
 * Keeps grants in one table of PostgreSQL. Every write is one conditional statement: no transaction and no lock
 * is held while tokens are refreshed.
 *
 * @param options - The connection string, or a pool or connection string with settings.
 * @returns The store; it connects at first use.
 * @throws TypeError that names the option that is wrong.
 * @example
 * const store = postgresStore({ pool });
 */
export function postgresStore(options: string | PostgresStoreOptions): TokenStore {
  const settings = parsePostgresOptions(
    typeof options === 'object' ? options : { connectionString: options },
  );
  const { table, wakeUps: wakes, timeoutMs } = settings;
  const gate = createCallGate(settings.connections);
  const calls: StoreCalls = { database: 'PostgreSQL', timeoutMs, wroteNothing, gate };
  const statements = writeStatements(table, wakes);
  const waiters = createWakeUps();
  let opening: Promise<OpenPool> | undefined;

  async function open(): Promise<OpenPool> {
    const opened = await settings.open();
    try {
      await readFromStore(calls, () => preparePostgres(opened.pool, settings));
      return opened;
    } catch (error) {
      await opened.end();
      throw error;
    }
  }

  async function pool(): Promise<PostgresPool> {
    opening ??= open().catch((error: unknown) => {
      opening = undefined;
      throw error;
    });
    return (await opening).pool;
  }

  // Loading the driver and connecting have their own time.
  async function read(text: string, values: unknown[], urgent?: boolean): Promise<unknown[]> {
    const opened = await pool();
    return (await readFromStore(calls, () => opened.query(text, values), urgent)).rows;
  }

  async function write(text: string, values: unknown[]): Promise<unknown[]> {
    const opened = await pool();
    const once = (): Promise<{ rows: unknown[] }> => opened.query(text, values);
    return (await writeToStore(calls, () => withoutConflict(once))).rows;
  }

  const listener = createPostgresListener(pool, channelOf(table), waiters);

  return {
    load: async (key) => parseRecord((await read(statements.load, [key]))[0]),
    async compareAndSet(key, expectedVersion, next) {
      const values = [key, next.version, JSON.stringify(next)];
      const rows =
        expectedVersion === 0
          ? await write(statements.insert, values)
          : await write(statements.update, [...values, expectedVersion]);
      return rows.length === 1;
    },
    async *list() {
      for (let last = ''; ;) {
        const rows = await read(statements.list, [last]);
        for (const row of rows) yield (last = textOf(row, 'key'));
        if (rows.length < pageSize) return;
      }
    },
    // A lease is counted from here: whoever asks is about to write.
    now: async () => Number(textOf((await read(statements.now, [], true))[0], 'now')),
    ...(wakes && {
      subscribe(key: string, wake: () => void) {
        listener.start();
        return waiters.add(key, wake);
      },
    }),
    async close() {
      listener.stop();
      const opened = await opening?.catch(() => undefined);
      opening = undefined;
      await opened?.end();
    },
  };
}

interface Settings {
  readonly table: string;
  readonly createTable: boolean;
  readonly wakeUps: boolean;
  readonly timeoutMs: number;
  /** How many statements run at once. */
  readonly connections: number;
  open(): Promise<OpenPool>;
}

function parsePostgresOptions(options: PostgresStoreOptions): Settings {
  const { pool, connectionString, table = 'closekit_grants', timeoutMs = 5000 } = options;
  quoteTable(table, 'postgresStore');
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
    ignoreLineErrors(pool);
    if (settings.wakeUps && typeof pool.connect !== 'function') {
      throw new TypeError('postgresStore: `pool` must have a method `connect` for `wakeUps`.');
    }
    const own = { pool, end: () => Promise.resolve() };
    const connections = (pool.options?.max ?? usualConnections) - (settings.wakeUps ? 1 : 0);
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
    connections: usualConnections - (settings.wakeUps ? 1 : 0),
    open: () => openPool(connectionString, timeoutMs),
  };
}

interface Statements {
  readonly load: string;
  readonly insert: string;
  readonly update: string;
  readonly list: string;
  readonly now: string;
}

function writeStatements(table: string, wakes: boolean): Statements {
  const name = quoteTable(table, 'postgresStore');
  const insert = `INSERT INTO ${name} (key, version, record) VALUES ($1, $2, $3) ON CONFLICT (key) DO NOTHING RETURNING key`;
  const update = `UPDATE ${name} SET version = $2, record = $3, updated_at = now() WHERE key = $1 AND version = $4 RETURNING key`;
  const telling = (write: string): string =>
    wakes
      ? `WITH written AS (${write}) SELECT pg_notify('${channelOf(table).slice(1, -1)}', key) FROM written`
      : write;
  return {
    load: `SELECT record FROM ${name} WHERE key = $1`,
    insert: telling(insert),
    update: telling(update),
    list: `SELECT key FROM ${name} WHERE key > $1 ORDER BY key LIMIT ${pageSize}`,
    now: 'SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::text AS now',
  };
}

// Names of channels end after 63 bytes, as names of tables do.
function channelOf(table: string): string {
  return `"${table.replace('.', '_').slice(-63)}"`;
}

// A server that isolates transactions more than by default reports a lost race as an error; nothing was written.
async function withoutConflict<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
      if ((code !== '40001' && code !== '40P01') || tries >= conflictTries) throw error;
      await sleep(Math.random() * tries);
    }
  }
}

function parseRecord(row: unknown): GrantRecord | undefined {
  if (row === undefined) return undefined;
  // Only `compareAndSet` writes this column, and the caller checks the form.
  const record: GrantRecord = JSON.parse(textOf(row, 'record'));
  return record;
}

function textOf(row: unknown, column: string): string {
  const value: unknown = typeof row === 'object' && row !== null ? Reflect.get(row, column) : undefined;
  return typeof value === 'string' ? value : '';
}
