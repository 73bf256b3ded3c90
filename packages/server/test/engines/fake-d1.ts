import { DatabaseSync } from 'node:sqlite';
import type { D1Binding, D1BoundStatement, D1Rows } from '@closekit/oauth/stores/d1';

/** A binding with the surface of D1 over SQLite; the checks of the runtimes run the contract in workerd, too. */
export function fakeD1(database: DatabaseSync = new DatabaseSync(':memory:')): D1Binding {
  const prepare = (sql: string, values: (string | number | null)[] = []): D1BoundStatement => ({
    bind: (...bound) => prepare(sql, bound),
    all: () =>
      new Promise<D1Rows>((resolve) => {
        resolve({ results: database.prepare(sql).all(...values) });
      }),
  });
  return {
    prepare: (sql) => prepare(sql),
    batch: (statements) => Promise.all(statements.map((statement) => statement.all())),
  };
}
