import { readFromStore, writeToStore } from '../remote/call-store.ts';
import type { StoreCalls } from '../remote/call-store.ts';
import type { D1Binding, D1BoundStatement } from './binding.ts';
import type { D1StoreOptions } from './options.ts';
import { createStatements } from './statements.ts';

type Values = (string | number | null)[];

/** The store's calls to its database. */
export interface D1Link {
  /** Reads rows. */
  readonly read: (sql: string, ...values: Values) => Promise<readonly unknown[]>;
  /** Runs one statement that writes and returns its rows, in one transaction with the statement `before` it. */
  readonly write: (write: D1Write) => Promise<readonly unknown[]>;
}

/** A statement that writes. */
export interface D1Write {
  readonly sql: string;
  readonly values: Values;
  readonly before?: string;
}

/** Creates a link; the tables are created with the first call. */
export function createD1Link({ database, createTables, timeoutMs }: Required<D1StoreOptions>): D1Link {
  // No call waits for another one, neither in a queue nor for the tables: a Worker whose client leaves is stopped, and
  // calls of other requests that waited for it would never settle.
  const gate = { pass: <T>(call: () => Promise<T>) => call(), turnAway: () => undefined };
  const calls: StoreCalls = { database: 'D1', timeoutMs, wroteNothing, gate };
  let isReady = !createTables;

  async function prepare(): Promise<void> {
    if (isReady) return;
    const create = createStatements.map((sql) => database.prepare(sql));
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
