import { fork } from 'node:child_process';
import { once } from 'node:events';
import { openPostgres } from '@closekit/oauth/stores/postgres';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { SessionRecord } from '../src/index.ts';
import { d1SessionStore, d1SessionTableSql } from '../src/stores/d1.ts';
import { postgresSessionStore, postgresSessionTableSql } from '../src/stores/postgres.ts';
import { redisSessionStore } from '../src/stores/redis.ts';
import { engines, startEngine } from './engines.ts';
import { fakeD1 } from './engines/fake-d1.ts';

const record: SessionRecord = {
  organizationId: 'orga_1',
  userId: 'user_1',
  otherOrganizations: [],
  profile: null,
  device: '',
  createdAt: 1000,
  lastSeenAt: 1500,
  expiresAt: 9_000_000_000_000,
};

const has = (name: string): boolean => engines.some((engine) => engine.name === name);

describe.skipIf(!has('postgres'))('postgresSessionStore', () => {
  it('creates its table and indexes once when many stores start at once', async () => {
    const url = await startEngine('postgres');
    const table = `closekit_many_${process.pid}`;
    const database = openPostgres({ connectionString: url });
    onTestFinished(async () => {
      await database.write(`drop table ${table}`, []);
      await database.close();
    });
    const stores = Array.from({ length: 10 }, () => postgresSessionStore({ connectionString: url, table }));
    await Promise.all(stores.map((store, index) => store.save(`key${index}`, record)));
    expect((await stores[0]?.list({ userId: 'user_1' }, { limit: 20 }))?.sessions).toHaveLength(10);
    for (const store of stores) await store.close?.();
    const indexes = await database.read('select indexname from pg_indexes where tablename = $1', [table]);
    expect(indexes).toHaveLength(4);
  });

  it('uses the table of a migration in another schema, and refuses a missing one', async () => {
    const url = await startEngine('postgres');
    const database = openPostgres({ connectionString: url });
    onTestFinished(async () => {
      await database.write('drop schema closekit_sessions_elsewhere cascade', []);
      await database.close();
    });
    await database.write('create schema closekit_sessions_elsewhere', []);
    const table = 'closekit_sessions_elsewhere.sessions';
    const options = { connectionString: url, table, createTable: false };
    const early = postgresSessionStore(options);
    await expect(early.load('a')).rejects.toMatchObject({
      code: 'session_store_unavailable',
      message: expect.stringContaining('Create it with the SQL of postgresSessionTableSql().'),
    });
    await database.write(postgresSessionTableSql(table), []);
    await database.write(postgresSessionTableSql(table), []);
    const store = postgresSessionStore(options);
    await store.save('a', record);
    expect(await store.load('a')).toEqual(record);
    await early.close?.();
    await store.close?.();
  });

  it('names the wrong option', () => {
    const name = '`table` must be a name of letters, digits and underscores, or schema.name.';
    const connectionString = 'postgres://127.0.0.1/app';
    for (const table of ['', 'a;b', 'a.b.c', '"a"', 'x'.repeat(64)]) {
      expect(() => postgresSessionStore({ connectionString, table })).toThrow(
        new TypeError(`postgresSessionStore: ${name}`),
      );
      expect(() => postgresSessionTableSql(table)).toThrow(new TypeError(`postgresSessionTableSql: ${name}`));
    }
    expect(() => postgresSessionStore('mysql://127.0.0.1')).toThrow(
      /^postgresSessionStore: `connectionString` must be /,
    );
  });
});

describe('redisSessionStore', () => {
  it('names the wrong option', () => {
    expect(() => redisSessionStore('http://127.0.0.1')).toThrow(/^redisSessionStore: `url` must be /);
    expect(() => redisSessionStore({ url: 'redis://127.0.0.1', prefix: '' })).toThrow(
      new TypeError('redisSessionStore: `prefix` must be a text that is not empty.'),
    );
  });

  it.skipIf(!has('redis'))(
    'deletes more sessions than one script does, and leaves no key behind',
    async () => {
      const prefix = `closekit:clean:${process.pid}:`;
      const store = redisSessionStore({ url: await startEngine('redis'), prefix });
      onTestFinished(() => store.close?.());
      await Promise.all(Array.from({ length: 1200 }, (_, index) => store.save(`key${index}`, record)));
      expect(await store.deleteAll({ organizationId: 'orga_1' })).toBe(1200);
      expect(await store.list({ userId: 'user_1' }, { limit: 10 })).toEqual({
        sessions: [],
        next: undefined,
      });
    },
  );
});

describe('d1SessionStore', () => {
  it('uses the table of a migration, and names the wrong option', async () => {
    const database = fakeD1();
    for (const sql of d1SessionTableSql().split(';\n')) if (sql !== '') await database.prepare(sql).all();
    const store = d1SessionStore({ database, createTables: false });
    await store.save('a', record);
    expect(await store.load('a')).toEqual(record);
    // @ts-expect-error -- a binding that is not set
    expect(() => d1SessionStore({ database: undefined })).toThrow(
      /^d1SessionStore: `database` must be the binding of a D1 database/,
    );
  });
});

const remote = engines.filter(({ name }) => name === 'postgres' || name === 'redis');

describe.each(remote)('a process with a store and a bus on $name', ({ makePlace }) => {
  it('exits by itself, with both open', async () => {
    const place = await makePlace();
    onTestFinished(() => place.end());
    const child = fork(new URL('engines/use-and-leave.ts', import.meta.url), [JSON.stringify(place.spec)], {
      execArgv: ['--no-warnings', '--conditions=@closekit/source'],
    });
    expect(await once(child, 'exit')).toEqual([0, null]);
  });
});
