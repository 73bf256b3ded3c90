import { fork } from 'node:child_process';
import { once } from 'node:events';
import { inspect } from 'node:util';
import { Pool } from 'pg';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { postgresStore, postgresTableSql } from '../src/stores/postgres.ts';
import { tokenStoreContract } from '../src/testing.ts';
import { activeRecord } from './active-record.ts';
import { openFaultyLine } from './engines/faulty-line.ts';
import { findFreePort } from './engines/find-free-port.ts';
import type { StoreSpec } from './engines/open-store.ts';
import { engines, startEngine } from './engines.ts';

const url = await startEngine('postgres');
const tables: string[] = [];
function newTable(): string {
  const table = `closekit_test_${tables.length}_${process.pid}`;
  tables.push(table, `${table}_marks`);
  return table;
}
function withSetting(setting: string): string {
  const changed = new URL(url);
  changed.searchParams.set('options', `-c ${setting}`);
  return changed.href;
}

describe.skipIf(!engines.some(({ name }) => name === 'postgres'))('postgresStore', () => {
  let pool: Pool;
  beforeAll(() => {
    pool = new Pool({ connectionString: url });
  });
  afterAll(async () => {
    for (const table of tables) await pool.query(`DROP TABLE IF EXISTS ${table}`);
    await pool.end();
  });

  const serializable = { table: newTable(), connectionString: '' };
  const contract = tokenStoreContract(
    () =>
      postgresStore({
        ...serializable,
        connectionString: withSetting('default_transaction_isolation=serializable'),
      }),
    {
      shared: true,
      async damageRow(key) {
        await pool.query(`UPDATE ${serializable.table} SET record = left(record, 40) WHERE key = $1`, [key]);
      },
    },
  );
  it.each(contract)('$name, when transactions are serializable', (check) =>
    expect(check.run()).resolves.toBeUndefined(),
  );

  it('uses an open pool and leaves it open', async () => {
    const store = postgresStore({ pool, table: newTable() });
    expect(await store.compareAndSet('k', 0, activeRecord(1))).toBe(true);
    await store.close?.();
    expect((await pool.query('SELECT 1')).rows).toHaveLength(1);
  });

  it('creates its table once when many stores start at once', async () => {
    const table = newTable();
    const stores = Array.from({ length: 10 }, () => postgresStore({ connectionString: url, table }));
    const won = await Promise.all(stores.map((store) => store.compareAndSet('k', 0, activeRecord(1))));
    expect(won.filter(Boolean)).toHaveLength(1);
    await Promise.all(stores.map(async (store) => store.close?.()));
  });

  it('uses the table of a migration, in another schema', async () => {
    await pool.query('CREATE SCHEMA IF NOT EXISTS closekit_elsewhere');
    const table = 'closekit_elsewhere.grants';
    await pool.query(postgresTableSql(table));
    await pool.query(postgresTableSql(table));
    const store = postgresStore({ pool, table, createTable: false });
    await store.compareAndSet('k', 0, activeRecord(1));
    const { rows } = await pool.query(`SELECT key, version, record FROM ${table}`);
    await pool.query('DROP SCHEMA closekit_elsewhere CASCADE');
    expect(rows).toEqual([{ key: 'k', version: '1', record: JSON.stringify(activeRecord(1)) }]);
  });

  it('lists a row that was cut off without a record, and refuses to load it', async () => {
    const table = newTable();
    const store = postgresStore({ pool, table });
    for (const key of ['a', 'b', 'c']) await store.compareAndSet(key, 0, activeRecord(1));
    await pool.query(`UPDATE ${table} SET record = left(record, 40) WHERE key = 'b'`);
    const { rows } = await store.scan({ limit: 10 });
    expect(rows.map(({ key, record }) => [key, record?.version])).toEqual([
      ['a', 1],
      ['b', undefined],
      ['c', 1],
    ]);
    await expect(store.load('b')).rejects.toMatchObject({ code: 'record_unreadable' });
  });

  it('deletes expired marks', async () => {
    const table = newTable();
    const store = postgresStore({ pool, table });
    await store.consume('old', 1);
    await new Promise((resolve) => setTimeout(resolve, 5));
    await store.consume('new', 60_000);
    const { rows } = await pool.query(`SELECT mark FROM ${table}_marks`);
    expect(rows).toEqual([{ mark: 'new' }]);
  });

  it('wakes those who wait for a record that is erased', async () => {
    const store = postgresStore({ connectionString: url, table: newTable(), wakeUps: true });
    onTestFinished(async () => store.close?.());
    let woken = 0;
    store.subscribe?.('k', () => {
      woken += 1;
    });
    await store.compareAndSet('k', 0, activeRecord(1));
    await vi.waitFor(() => expect(woken).toBeGreaterThan(0), 5000);
    await new Promise((resolve) => setTimeout(resolve, 100));
    woken = 0;
    await store.erase('k');
    await vi.waitFor(() => expect(woken).toBe(1), 5000);
  });

  it('holds no lock between writes', async () => {
    const table = newTable();
    const store = postgresStore({ pool, table });
    await store.compareAndSet('k', 0, activeRecord(1));
    const { rows } = await pool.query(`SELECT key FROM ${table} FOR UPDATE NOWAIT`);
    const { rows: sessions } = await pool.query("SELECT 1 FROM pg_stat_activity WHERE state LIKE 'idle in%'");
    expect([rows, sessions]).toEqual([[{ key: 'k' }], []]);
  });

  it('lets a process exit that only waits', async () => {
    const spec: StoreSpec = { engine: 'postgres', url, table: newTable(), wakeUps: true };
    const child = fork(new URL('engines/wait-and-leave.ts', import.meta.url), [JSON.stringify(spec)]);
    expect(await once(child, 'exit')).toEqual([0, null]);
  });

  it('refuses a missing table with createTable: false', async () => {
    const store = postgresStore({ pool, table: 'closekit_missing', createTable: false });
    await expect(store.load('k')).rejects.toMatchObject({ code: 'store_unsuitable' });
  });

  it('refuses a server that loses confirmed writes', async () => {
    const store = postgresStore(withSetting('synchronous_commit=off'));
    await expect(store.load('k')).rejects.toThrowErrorMatchingInlineSnapshot(
      `[CloseOAuthError: This PostgreSQL loses confirmed writes in a crash. Set synchronous_commit to on for this role or database.]`,
    );
    await store.close?.();
  });

  it('says that nothing was written when the server was not reached', async () => {
    const store = postgresStore(`postgres://127.0.0.1:${await findFreePort()}/postgres`);
    await expect(store.compareAndSet('k', 0, activeRecord(1))).rejects.toMatchObject({
      code: 'store_unavailable',
      outcomeUnknown: false,
    });
  });

  it.each(['pg_is_in_recovery', 'SELECT record'])('closes after a freeze at %s', async (text) => {
    const target = new URL(url);
    const line = await openFaultyLine({ host: target.hostname, port: Number(target.port || 5432) });
    onTestFinished(() => line.close());
    target.host = `127.0.0.1:${line.port}`;
    line.freezeAt(text);
    const store = postgresStore({ connectionString: target.href, table: newTable(), timeoutMs: 100 });
    await expect(store.load('k')).rejects.toMatchObject({ code: 'store_unavailable' });
    await expect(store.load('k')).rejects.toMatchObject({ code: 'store_unavailable' });
    await expect(store.close?.()).resolves.toBeUndefined();
  });

  it('says that a row is damaged whose record is not text, and not that there is none', async () => {
    const table = newTable();
    await pool.query(
      `CREATE TABLE ${table} (key text COLLATE "C" PRIMARY KEY, version bigint NOT NULL, record jsonb NOT NULL)`,
    );
    await pool.query(
      `CREATE TABLE ${table}_marks (mark text COLLATE "C" PRIMARY KEY, expires_at timestamptz)`,
    );
    await pool.query(`INSERT INTO ${table} VALUES ('k', 1, '{}')`);
    const store = postgresStore({ pool, table, createTable: false });
    await expect(store.load('k')).rejects.toMatchObject({ code: 'store_unavailable' });
    expect(await store.load('other')).toBeUndefined();
  });

  it('does not reveal the password', async () => {
    const wrong = new URL(url);
    wrong.password = 'open-sesame';
    const store = postgresStore(wrong.href);
    const failure: unknown = await store.load('k').catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'store_unavailable' });
    expect(inspect(failure, { depth: 9, showHidden: true })).not.toContain('open-sesame');
  });
});

describe('postgresStore without a server', () => {
  it('refuses a replica', async () => {
    const replica = {
      query: () => Promise.resolve({ rows: [{ replica: true, hasty: false, found: true }] }),
    };
    await expect(postgresStore({ pool: replica }).load('k')).rejects.toMatchObject({
      code: 'store_unsuitable',
    });
  });

  it('does not time calls that wait for a connection', async () => {
    const slow = {
      options: { max: 1 },
      query: (text: string) =>
        new Promise<{ rows: unknown[] }>((resolve) => {
          const rows = text.includes('pg_is_in_recovery') ? [{ found: true }] : [];
          setTimeout(() => resolve({ rows }), 20);
        }),
    };
    const store = postgresStore({ pool: slow, timeoutMs: 100 });
    const found = await Promise.all(Array.from({ length: 20 }, (_, index) => store.load(`k${index}`)));
    expect(found).toEqual(Array.from({ length: 20 }));
  });

  it('gives up on a server that does not respond', async () => {
    const silent = { query: () => new Promise<never>(() => undefined) };
    await expect(postgresStore({ pool: silent, timeoutMs: 20 }).load('k')).rejects.toMatchObject({
      code: 'store_unavailable',
    });
  });

  it('names the wrong option', () => {
    // @ts-expect-error -- an environment variable that is not set
    expect(() => postgresStore(undefined)).toThrowErrorMatchingInlineSnapshot(
      `[TypeError: postgresStore: \`connectionString\` must be a postgres:// URL unless \`pool\` is set.]`,
    );
    expect(() => postgresStore('mysql://localhost')).toThrowErrorMatchingInlineSnapshot(
      `[TypeError: postgresStore: \`connectionString\` must be a postgres:// URL unless \`pool\` is set.]`,
    );
    expect(() =>
      postgresStore({ connectionString: 'postgres://h/d', table: 'a; drop' }),
    ).toThrowErrorMatchingInlineSnapshot(
      `[TypeError: postgresStore: \`table\` must be a name of letters, digits and underscores, or schema.name.]`,
    );
    expect(() =>
      postgresStore({ connectionString: 'postgres://h/d', timeoutMs: 0 }),
    ).toThrowErrorMatchingInlineSnapshot(
      `[TypeError: postgresStore: \`timeoutMs\` must be a positive number of milliseconds.]`,
    );
    expect(() => postgresTableSql('a.b.c')).toThrowErrorMatchingInlineSnapshot(
      `[TypeError: postgresTableSql: \`table\` must be a name of letters, digits and underscores, or schema.name.]`,
    );
    expect(() => postgresTableSql('s.'.concat('a'.repeat(57)))).not.toThrow();
    expect(() => postgresTableSql('a'.repeat(58))).toThrow(
      'postgresTableSql: `table` must have at most 57 characters.',
    );
    const narrow = new Pool({ max: 1 });
    expect(() => postgresStore({ pool: narrow, wakeUps: true })).toThrowErrorMatchingInlineSnapshot(
      `[TypeError: postgresStore: \`pool\` must allow a second connection for \`wakeUps\`.]`,
    );
  });
});
