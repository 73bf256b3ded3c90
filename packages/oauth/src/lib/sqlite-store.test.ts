import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sqliteStore } from './sqlite-store.ts';
import { tokenStoreContract } from './token-store-contract.ts';
import type { GrantRecord } from './token-store.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'closekit-'));
});
afterAll(() => rm(folder, { recursive: true }));

const record: GrantRecord = {
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
  const contract = tokenStoreContract(() => sqliteStore(join(folder, 'contract.db')));
  it.each(contract)('$name', (check) => expect(check.run()).resolves.toBeUndefined());

  it('makes its folder and a file that only its user can read', async () => {
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

  it('is opened by many at once', async () => {
    const path = join(folder, 'crowd.db');
    const stores = Array.from({ length: 20 }, () => sqliteStore(path));
    const won = await Promise.all(stores.map((store) => store.compareAndSet('k', 0, record)));
    await Promise.all(stores.map(async (store) => store.close?.()));
    expect(won.filter(Boolean)).toHaveLength(1);
  });

  it('leaves a file that is no database as it is, and says what to do', async () => {
    const path = join(folder, 'corrupt.db');
    writeFileSync(path, 'this is not a database, but somebody may want it back'.repeat(100));
    const before = readFileSync(path);
    const failure = sqliteStore(path).load('k');
    await expect(failure).rejects.toMatchObject({ code: 'store_unavailable' });
    await expect(failure).rejects.toThrow(/left as it is: restore it/);
    expect(readFileSync(path)).toEqual(before);
  });

  it('says what to do when the file cannot be opened, and works once it can', async () => {
    const path = join(folder, 'blocked', 'close.db');
    writeFileSync(join(folder, 'blocked'), 'a file where a folder should be');
    const store = sqliteStore(path);
    await expect(store.load('k')).rejects.toMatchObject({ code: 'store_unavailable' });
    await rm(join(folder, 'blocked'));
    expect(await store.load('k')).toBeUndefined();
    await store.close?.();
  });

  it('refuses a path that is missing', () => {
    expect(() => sqliteStore('')).toThrow(/^path /);
    expect(() => sqliteStore({ path: 'x', busyTimeoutMs: -1 })).toThrow(/^busyTimeoutMs /);
  });
});
