import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { memorySessionStore } from './memory.ts';
import type { SessionRecord, SessionStore } from './session-store.ts';
import { sqliteSessionStore } from './sqlite.ts';

const profile = { user: { id: 'user_1', name: 'Ada' }, organization: { id: 'orga_1', name: 'Engines' } };
const record: SessionRecord = {
  organizationId: 'orga_1',
  userId: 'user_1',
  profile: null,
  createdAt: 1000,
  expiresAt: 2000,
};

function databasePath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'closekit-server-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, 'close.db');
}

function sqliteStore(path: string = databasePath(), now = 1500): SessionStore {
  const store = sqliteSessionStore(path, { now: () => now });
  onTestFinished(() => store.close?.());
  return store;
}

const others = [{ id: 'orga_2', name: 'Zoö "&"' }];

async function roundTrip(store: SessionStore): Promise<unknown[]> {
  await store.save('a', record);
  const saved = await store.load('a');
  const updated = await store.update('a', {
    ...record,
    profile,
    otherOrganizations: others,
    expiresAt: 3000,
  });
  const after = await store.load('a');
  await store.delete('a');
  await store.delete('a');
  return [
    saved,
    updated,
    after,
    await store.load('a'),
    await store.update('a', record),
    await store.load('a'),
  ];
}

const changed = { ...record, profile, otherOrganizations: others, expiresAt: 3000 };
const roundTripFacts = [record, true, changed, undefined, false, undefined];

async function deleteByGrant(store: SessionStore): Promise<unknown[]> {
  await store.save('a', record);
  await store.save('b', record);
  await store.save('c', { ...record, userId: 'user_2' });
  await store.save('d', {
    ...record,
    organizationId: 'orga_3',
    otherOrganizations: [{ id: 'orga_1', name: 'E' }],
  });
  await store.save('e', { ...record, organizationId: 'orga_3', otherOrganizations: others });
  await store.save('f', { ...record, organizationId: 'orga_3', otherOrganizations: [] });
  await store.deleteByGrant?.(record);
  const left = [];
  for (const key of ['a', 'b', 'c', 'd', 'e', 'f']) if (await store.load(key)) left.push(key);
  return left;
}

describe('memorySessionStore', () => {
  it('saves, updates and deletes, and an update revives nothing', async () => {
    expect(await roundTrip(memorySessionStore())).toEqual(roundTripFacts);
  });

  it('deletes every session that has connected a grant', async () => {
    expect(await deleteByGrant(memorySessionStore())).toEqual(['c', 'e', 'f']);
  });

  it('lets the oldest session go beyond its bound', async () => {
    const store = memorySessionStore({ maxSessions: 2 });
    await store.save('a', record);
    await store.save('b', record);
    await store.save('c', record);
    expect([await store.load('a'), await store.load('b'), await store.load('c')]).toEqual([
      undefined,
      record,
      record,
    ]);
  });

  it('refuses a bound that is none', () => {
    expect(() => memorySessionStore({ maxSessions: 0 })).toThrow(/`maxSessions`/);
  });
});

describe('sqliteSessionStore', () => {
  it('saves, updates and deletes, and an update revives nothing', async () => {
    expect(await roundTrip(sqliteStore())).toEqual(roundTripFacts);
  });

  it('deletes every session that has connected a grant', async () => {
    expect(await deleteByGrant(sqliteStore())).toEqual(['c', 'e', 'f']);
  });

  it('goes on with a file of an older version', async () => {
    const path = databasePath();
    const older = new DatabaseSync(path);
    older.exec(`create table closekit_sessions (key text primary key, organization_id text not null,
      user_id text not null, profile text, created_at integer not null, expires_at integer not null) strict;
      create index closekit_sessions_grant on closekit_sessions (organization_id, user_id);
      insert into closekit_sessions values ('a', 'orga_1', 'user_1', null, 1000, 2000)`);
    older.close();
    const stores = [sqliteStore(path), sqliteStore(path)];
    const [first, second] = await Promise.all(stores.map((store) => store.load('a')));
    expect([first, second]).toEqual([record, record]);
    expect(await stores[0]?.update('a', changed)).toBe(true);
    expect(await stores[1]?.load('a')).toEqual(changed);
  });

  it('shares its file with another process', async () => {
    const path = databasePath();
    await sqliteStore(path).save('a', record);
    expect(await sqliteStore(path).load('a')).toEqual(record);
  });

  it('prunes expired sessions when it saves one', async () => {
    const path = databasePath();
    await sqliteStore(path, 1500).save('a', record);
    const later = sqliteStore(path, 2000);
    await later.save('b', { ...record, expiresAt: 9000 });
    expect([await later.load('a'), (await later.load('b'))?.expiresAt]).toEqual([undefined, 9000]);
  });

  it('makes a file that its owner alone can read', async () => {
    const path = databasePath();
    await sqliteStore(path).save('a', record);
    expect([path, `${path}-wal`].map((file) => statSync(file).mode & 0o777)).toEqual([0o600, 0o600]);
  });

  it('leaves a file that is no database untouched', () => {
    const path = databasePath();
    writeFileSync(path, 'something else entirely, and longer than a header');
    expect(() => sqliteSessionStore(path)).toThrow(/cannot be opened/);
    expect(readFileSync(path, 'utf8')).toContain('something else');
  });

  it('makes the folder of the file when it is missing, for its owner only', async () => {
    const path = join(dirname(databasePath()), 'data', 'close.db');
    await sqliteStore(path).save('a', record);
    expect([await sqliteStore(path).load('a'), statSync(dirname(path)).mode & 0o777]).toEqual([
      record,
      0o700,
    ]);
  });

  it('names a file that cannot be made', () => {
    const file = databasePath();
    writeFileSync(file, '');
    const path = join(file, 'close.db');
    expect(() => sqliteSessionStore(path)).toThrow(
      expect.objectContaining({ code: 'session_store_unavailable' }),
    );
  });

  it('refuses a path that is none', () => {
    expect(() => sqliteSessionStore('')).toThrow(TypeError);
  });
});
