import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import Database from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assertNodeVersion } from './open-file.ts';
import { sqliteStore } from './store.ts';
import { tokenStoreContract } from '../contract/token-store-contract.ts';
import type { GrantRecord } from '../../record/token-store.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'closekit-'));
});
afterAll(() => rm(folder, { recursive: true }));

const record: GrantRecord = {
  format: 1,
  version: 1,
  generation: 1,
  status: 'active',
  sealed: 's',
  fingerprint: 'f',
  expiresAt: 1,
  issuedAt: 1,
  scope: '',
  lease: null,
  updatedAt: 1,
};

describe('sqliteStore', () => {
  const driven = tokenStoreContract(
    () => sqliteStore({ path: join(folder, 'driven.db'), driver: Database }),
    {
      shared: true,
      damageRow(key) {
        const other = new Database(join(folder, 'driven.db'));
        other.prepare('UPDATE closekit_grants SET record = substr(record, 1, 40) WHERE key = ?').run(key);
        other.close();
      },
    },
  );
  it.each(driven)('$name, with better-sqlite3', (check) => expect(check.run()).resolves.toBeUndefined());

  it('uses an open database and leaves it open', async () => {
    for (const database of [new DatabaseSync(':memory:'), new Database(':memory:')]) {
      const store = sqliteStore({ database });
      expect(await store.compareAndSet('k', 0, record)).toBe(true);
      await store.close?.();
      expect(database.prepare('SELECT count(*) AS grants FROM closekit_grants').get()).toEqual({ grants: 1 });
      database.close();
    }
  });

  it('waits for another writer without blocking the event loop', async () => {
    const path = join(folder, 'busy.db');
    const store = sqliteStore(path);
    await store.load('k');
    const other = new DatabaseSync(path);
    other.exec('BEGIN IMMEDIATE');
    const writing = store.compareAndSet('k', 0, record);
    setTimeout(() => other.exec('COMMIT'), 50);
    expect(await writing).toBe(true);
    other.close();
    await store.close?.();
  });

  it('gives up on another writer after busyTimeoutMs', async () => {
    const path = join(folder, 'stuck.db');
    const store = sqliteStore({ path, busyTimeoutMs: 30 });
    await store.load('k');
    const other = new DatabaseSync(path);
    other.exec('BEGIN IMMEDIATE');
    await expect(store.compareAndSet('k', 0, record)).rejects.toMatchObject({ code: 'store_unavailable' });
    other.close();
    await store.close?.();
  });

  it('refuses a Node version that its drivers crash on', () => {
    expect(() => assertNodeVersion('20.20.2')).toThrow(expect.objectContaining({ code: 'store_unsuitable' }));
    expect(() => assertNodeVersion('22.0.0')).not.toThrow();
  });

  it('creates its folder and a file that only its user can read', async () => {
    const path = join(folder, 'new', 'close.db');
    const store = sqliteStore({ path });
    await store.compareAndSet('k', 0, record);
    const modes = [path, `${path}-wal`].map((file) => statSync(file).mode & 0o777);
    await store.close?.();
    expect(modes).toEqual([0o600, 0o600]);
  });

  it('keeps records after it was closed', async () => {
    const path = join(folder, 'reopened.db');
    const store = sqliteStore(path);
    await store.compareAndSet('k', 0, record);
    await store.close?.();
    const again = sqliteStore(path);
    expect(await again.load('k')).toEqual(record);
    await again.close?.();
  });

  it('lists a row that was cut off without a record, and refuses to load it', async () => {
    const database = new DatabaseSync(':memory:');
    const store = sqliteStore({ database });
    for (const key of ['a', 'b', 'c']) await store.compareAndSet(key, 0, record);
    database.exec("UPDATE closekit_grants SET record = substr(record, 1, 40) WHERE key = 'b'");
    const { rows } = await store.scan({ limit: 10 });
    expect(rows.map(({ key, record: found }) => [key, found?.version])).toEqual([
      ['a', 1],
      ['b', undefined],
      ['c', 1],
    ]);
    await expect(store.load('b')).rejects.toMatchObject({ code: 'record_unreadable' });
    expect(await store.erase('b')).toBe(true);
    database.close();
  });

  it('deletes expired marks', async () => {
    const database = new DatabaseSync(':memory:');
    const store = sqliteStore({ database });
    await store.consume('old', 1);
    await new Promise((resolve) => setTimeout(resolve, 5));
    await store.consume('new', 60_000);
    expect(database.prepare('SELECT mark FROM closekit_marks').all()).toEqual([{ mark: 'new' }]);
    database.close();
  });

  it('is opened by many stores at once', async () => {
    const path = join(folder, 'crowd.db');
    const stores = Array.from({ length: 20 }, () => sqliteStore(path));
    const won = await Promise.all(stores.map((store) => store.compareAndSet('k', 0, record)));
    await Promise.all(stores.map(async (store) => store.close?.()));
    expect(won.filter(Boolean)).toHaveLength(1);
  });

  it('does not change a file that is not a database, and says what to do', async () => {
    const path = join(folder, 'corrupt.db');
    writeFileSync(path, 'this is not a database, but its owner may want it back'.repeat(100));
    const before = readFileSync(path);
    const failure = sqliteStore(path).load('k');
    await expect(failure).rejects.toMatchObject({ code: 'store_unavailable' });
    await expect(failure).rejects.toThrow(
      `${path} is not a readable SQLite database. Its content was left unchanged: restore it from a backup, or move it away and let all users connect again.`,
    );
    expect(readFileSync(path)).toEqual(before);
  });

  it('says what to do when the file cannot be opened, and works afterwards', async () => {
    const path = join(folder, 'blocked', 'close.db');
    writeFileSync(join(folder, 'blocked'), 'a file where a folder should be');
    const store = sqliteStore(path);
    await expect(store.load('k')).rejects.toMatchObject({ code: 'store_unavailable' });
    await rm(join(folder, 'blocked'));
    expect(await store.load('k')).toBeUndefined();
    await store.close?.();
  });

  it('refuses a missing path', () => {
    const message = 'sqliteStore: `path` must be the name of a file.';
    expect(() => sqliteStore('')).toThrow(message);
    expect(() => sqliteStore({})).toThrow(message);
    // @ts-expect-error -- an environment variable that is not set
    expect(() => sqliteStore(undefined)).toThrow(message);
    expect(() => sqliteStore({ path: 'x', busyTimeoutMs: -1 })).toThrow(
      'sqliteStore: `busyTimeoutMs` must be a number of milliseconds, 0 or more.',
    );
  });
});
