import { readFromStore, writeToStore } from '../remote/call-store.ts';
import type { StoreCalls } from '../remote/call-store.ts';
import type { D1Binding, D1BoundStatement } from './binding.ts';
import { parseD1Options } from './options.ts';
import type { OpenD1Options } from './options.ts';

type Values = (string | number | null)[];

/** The calls of a store to its D1 database: see {@link openD1}. */
export interface D1Calls {
  /**
   * Runs a statement, and repeats it when the connection breaks: for reads, and for writes that may run twice.
   *
   * @param sql - The statement, with `?` for parameters.
   * @param values - The parameters, in order.
   * @returns The rows.
   * @throws CloseOAuthError `store_unavailable` when the database cannot be reached.
   */
  read(sql: string, ...values: Values): Promise<readonly unknown[]>;
  /**
   * Runs one statement once, in one transaction with the statement `before` it.
   *
   * @param write - The statements.
   * @returns The rows of the statement.
   * @throws CloseOAuthError like `read`, with `outcomeUnknown` unless nothing was written for certain.
   */
  write(write: D1Write): Promise<readonly unknown[]>;
}

/** A statement that writes. */
export interface D1Write {
  /** The statement, with `?` for parameters. */
  readonly sql: string;
  /** The parameters, in order. */
  readonly values: (string | number | null)[];
  /** A statement without parameters that runs first. */
  readonly before?: string;
}

/**
 * Opens a D1 database for a store; the tables are created with the first call. Limits the time of the calls and
 * repeats reads when the connection breaks. For authors of stores: `d1Store` is built on it.
 *
 * @param options - The database and its tables.
 * @returns The calls.
 * @throws TypeError that names the wrong option.
 * @example
 * ```ts
 * const calls = openD1({ database: env.DB });
 * const [row] = await calls.read('SELECT name FROM users WHERE id = ?', id);
 * ```
 */
export function openD1(options: OpenD1Options): D1Calls {
  const { database, createTables, timeoutMs, tables } = parseD1Options(options);
  // No call waits for another one, neither in a queue nor for the tables: a Worker whose client leaves is stopped, and
  // calls of other requests that waited for it would never settle.
  const gate = { pass: <T>(call: () => Promise<T>) => call(), turnAway: () => undefined };
  const calls: StoreCalls = { database: 'D1', timeoutMs, wroteNothing, gate };
  let isReady = !createTables || tables.length === 0;

  async function prepare(): Promise<void> {
    if (isReady) return;
    const create = tables.map((sql) => database.prepare(sql));
    await readFromStore(calls, () => database.batch(create));
    isReady = true;
  }

  return {
    async read(sql, ...values) {
      await prepare();
      return (await readFromStore(calls, () => bind(database, sql, values).all())).results;
    },
    async write({ sql, values, before }) {
      await prepare();
      const main = bind(database, sql, values);
      if (before === undefined) return (await writeToStore(calls, () => main.all())).results;
      const all = await writeToStore(calls, () => database.batch([database.prepare(before), main]));
      return all.at(-1)?.results ?? [];
    },
  };
}

function bind(database: D1Binding, sql: string, values: Values): D1BoundStatement {
  return database.prepare(sql).bind(...values);
}

// SQLite refused the statement, or D1 never ran it.
function wroteNothing(error: unknown): boolean {
  return (
    error instanceof Error && /SQLITE_(?:ERROR|FULL|READONLY|TOOBIG)|D1 DB is overloaded/.test(error.message)
  );
}
