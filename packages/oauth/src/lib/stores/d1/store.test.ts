import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, vi } from 'vitest';
import { activeRecord } from '../../../../test/active-record.ts';
import { tokenStoreContract } from '../contract/token-store-contract.ts';
import type { D1Binding, D1BoundStatement, D1Rows } from './binding.ts';
import { d1TableSql } from './statements.ts';
import { d1Store } from './store.ts';

/** A binding with the surface of D1 over SQLite; `pnpm check` runs the contract in workerd, too. */
function fakeD1(database: DatabaseSync = new DatabaseSync(':memory:')): D1Binding {
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

/** The error of a write that fails with a message. */
function failing(message: string): Promise<unknown> {
  const all = (): Promise<never> => Promise.reject(new Error(message));
  const prepare = (): D1BoundStatement => ({ bind: () => ({ ...prepare(), all }), all });
  const store = d1Store({ database: { ...fakeD1(), prepare }, createTables: false });
  return store.compareAndSet('k', 0, activeRecord(1)).catch((error: unknown) => error);
}

const shared = fakeD1();

describe('d1Store', () => {
  const contract = tokenStoreContract(() => d1Store({ database: shared }), {
    shared: true,
    async damageRow(key) {
      const cut = 'UPDATE closekit_grants SET record = substr(record, 1, 40) WHERE key = ?';
      await shared.prepare(cut).bind(key).all();
    },
  });
  it.each(contract)('$name', (check) => expect(check.run()).resolves.toBeUndefined());

  it('does nothing before its first use', () => {
    const database = { prepare: vi.fn<D1Binding['prepare']>(), batch: vi.fn<D1Binding['batch']>() };
    d1Store({ database });
    expect(database.prepare).not.toHaveBeenCalled();
    expect(database.batch).not.toHaveBeenCalled();
  });

  it('uses the tables of a migration', async () => {
    const database = new DatabaseSync(':memory:');
    database.exec(d1TableSql());
    database.exec(d1TableSql());
    const binding = fakeD1(database);
    const batch = vi.spyOn(binding, 'batch');
    const store = d1Store({ database: binding, createTables: false });
    expect(await store.compareAndSet('k', 0, activeRecord(1))).toBe(true);
    expect(batch).not.toHaveBeenCalled();
  });

  it('makes no call wait for one whose Worker was stopped', async () => {
    const binding = fakeD1();
    const { batch } = binding;
    binding.batch = vi.fn<D1Binding['batch']>(batch).mockReturnValueOnce(new Promise(() => undefined));
    const store = d1Store({ database: binding, timeoutMs: 10_000 });
    void store.load('k');
    expect(await store.load('k')).toBeUndefined();
  });

  it('tells a refused statement from a write with an unknown outcome', async () => {
    expect(await failing('D1_ERROR: no such table: closekit_grants: SQLITE_ERROR')).toMatchObject({
      code: 'store_unavailable',
      outcomeUnknown: false,
    });
    expect(await failing('D1_ERROR: Network connection lost.')).toMatchObject({
      code: 'store_unavailable',
      outcomeUnknown: true,
    });
  });

  it('deletes expired marks', async () => {
    const database = new DatabaseSync(':memory:');
    const store = d1Store({ database: fakeD1(database) });
    await store.consume('old', 1);
    await new Promise((resolve) => setTimeout(resolve, 5));
    await store.consume('new', 60_000);
    expect(database.prepare('SELECT mark FROM closekit_marks').all()).toEqual([{ mark: 'new' }]);
  });

  it('names the wrong option', () => {
    // @ts-expect-error -- a binding that is not configured
    expect(() => d1Store({ database: undefined })).toThrow(
      'd1Store: `database` must be the binding of a D1 database, such as `env.DB`.',
    );
    // @ts-expect-error -- the binding without options
    expect(() => d1Store(fakeD1())).toThrow(TypeError);
    const session = { ...fakeD1(), getBookmark: () => 'b' };
    expect(() => d1Store({ database: session })).toThrowErrorMatchingInlineSnapshot(
      `[TypeError: d1Store: \`database\` must be the binding itself, not the result of \`withSession\`: a replica may be behind.]`,
    );
    expect(() => d1Store({ database: fakeD1(), timeoutMs: 0 })).toThrowErrorMatchingInlineSnapshot(
      `[TypeError: d1Store: \`timeoutMs\` must be a positive number of milliseconds.]`,
    );
  });
});
