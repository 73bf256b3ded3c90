import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { SqliteStatement } from '@closekit/oauth/stores/sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { memorySessionStore } from './memory.ts';
import type { SessionRecord, SessionStore } from './session-store.ts';
import { sqliteSessionStore } from './sqlite.ts';

const profile = { user: { id: 'user_1', name: 'Ada' }, organization: { id: 'orga_1', name: 'Engines' } };
const record: SessionRecord = {
  organizationId: 'orga_1',
  userId: 'user_1',
  otherOrganizations: [],
  profile: null,
  device: '',
  createdAt: 1000,
  lastSeenAt: 1500,
  expiresAt: 2000,
};

function databasePath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'closekit-server-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, 'close.db');
}

function sqliteStore(path: string = databasePath()): SessionStore {
  const store = sqliteSessionStore(path);
  onTestFinished(() => store.close?.());
  return store;
}

/** Takes the write lock of a file, as another process would. */
function lock(path: string): DatabaseSync {
  const other = new DatabaseSync(path);
  onTestFinished(() => other.close());
  other.exec('begin immediate');
  return other;
}

const others = [{ id: 'orga_2', name: 'Zoö "&"' }];

async function roundTrip(store: SessionStore): Promise<unknown[]> {
  await store.save('a', record);
  const saved = await store.load('a');
  const updated = await store.update('a', { profile, device: 'Phone', expiresAt: 3000 });
  const after = await store.load('a');
  await store.delete('a');
  await store.delete('a');
  return [
    saved,
    updated,
    after,
    await store.load('a'),
    await store.update('a', { expiresAt: 3000 }),
    await store.load('a'),
  ];
}

const changed = { ...record, profile, device: 'Phone', expiresAt: 3000 };
const roundTripFacts = [record, true, changed, undefined, false, undefined];

async function deleteAllOfGrant(store: SessionStore): Promise<unknown[]> {
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
  await store.deleteAll(record);
  const left = [];
  for (const key of ['a', 'b', 'c', 'd', 'e', 'f']) if (await store.load(key)) left.push(key);
  return left;
}

describe('memorySessionStore', () => {
  it('drops the least recently seen session beyond its limit', async () => {
    const store = memorySessionStore({ maxSessions: 2 });
    await store.save('b', record);
    await store.save('a', record);
    await store.update('b', { lastSeenAt: 1600 });
    await store.update('a', { device: '' });
    await store.update('b', { lastSeenAt: 1500 });
    await store.save('c', record);
    expect([await store.load('a'), await store.load('b'), await store.load('c')]).toEqual([
      undefined,
      record,
      record,
    ]);
  });

  it('refuses a limit of 0', () => {
    expect(() => memorySessionStore({ maxSessions: 0 })).toThrow(
      'memorySessionStore: `maxSessions` must be a positive integer.',
    );
  });
});

describe('sqliteSessionStore', () => {
  it('saves, updates and deletes, and an update never recreates a session', async () => {
    expect(await roundTrip(sqliteStore())).toEqual(roundTripFacts);
  });

  it('deletes every session that includes a grant', async () => {
    expect(await deleteAllOfGrant(sqliteStore())).toEqual(['c', 'e', 'f']);
  });

  it('replaces the table of a version before the first release', async () => {
    const path = databasePath();
    const older = new DatabaseSync(path);
    older.exec(`create table closekit_sessions (key text primary key, organization_id text not null,
      user_id text not null, profile text, created_at integer not null, expires_at integer not null) strict;
      insert into closekit_sessions values ('a', 'orga_1', 'user_1', null, 1000, 2000)`);
    older.close();
    const stores = [sqliteStore(path), sqliteStore(path)];
    const found = await Promise.all(stores.map((store) => store.load('a')));
    await stores[0]?.save('a', record);
    expect([...found, await stores[1]?.load('a')]).toEqual([undefined, undefined, record]);
  });

  it('shares its file with another process', async () => {
    const path = databasePath();
    await sqliteStore(path).save('a', record);
    expect(await sqliteStore(path).load('a')).toEqual(record);
  });

  it('prunes expired sessions when it saves one', async () => {
    const store = sqliteStore();
    await store.save('a', record);
    await store.save('b', { ...record, lastSeenAt: 2000, expiresAt: 9000 });
    expect([await store.load('a'), (await store.load('b'))?.expiresAt]).toEqual([undefined, 9000]);
  });

  it('creates a file that only its owner can read', async () => {
    const path = databasePath();
    await sqliteStore(path).save('a', record);
    expect([path, `${path}-wal`].map((file) => statSync(file).mode & 0o777)).toEqual([0o600, 0o600]);
  });

  it('makes an existing file private', async () => {
    const path = databasePath();
    writeFileSync(path, '');
    chmodSync(path, 0o644);
    await sqliteStore(path).save('a', record);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('opens the file at first use', async () => {
    const path = databasePath();
    const store = sqliteStore(path);
    expect(() => statSync(path)).toThrow('ENOENT');
    await store.load('a');
    expect(statSync(path).size).toBeGreaterThan(0);
  });

  it("opens the file with the caller's driver", async () => {
    const opened: unknown[] = [];
    class Driver {
      readonly #database: DatabaseSync;
      constructor(path: string, options: { timeout: number }) {
        opened.push(path);
        this.#database = new DatabaseSync(path, options);
      }
      exec(sql: string): unknown {
        return this.#database.exec(sql);
      }
      prepare(sql: string): SqliteStatement {
        return this.#database.prepare(sql);
      }
      close(): void {
        this.#database.close();
      }
    }
    const path = databasePath();
    const store = sqliteSessionStore({ path, driver: Driver });
    onTestFinished(() => store.close?.());
    expect(await roundTrip(store)).toEqual(roundTripFacts);
    expect(await deleteAllOfGrant(store)).toEqual(['c', 'e', 'f']);
    expect(opened).toEqual([path]);
  });

  it("uses the caller's database and leaves it open", async () => {
    const database = new DatabaseSync(':memory:');
    onTestFinished(() => database.close());
    const store = sqliteSessionStore({ database });
    await store.save('a', record);
    await store.close?.();
    expect(database.prepare('select count(*) as sessions from closekit_sessions').get()).toEqual({
      sessions: 1,
    });
  });

  it('waits for another writer without blocking the event loop', async () => {
    const path = databasePath();
    const store = sqliteStore(path);
    await store.load('a');
    const other = lock(path);
    const saving = store.save('a', record);
    // The timers run only while the event loop is free.
    let ticks = 0;
    const timer = setInterval(() => {
      ticks += 1;
      if (ticks === 3) other.exec('commit');
    }, 1);
    await saving;
    clearInterval(timer);
    expect([ticks >= 3, await store.load('a')]).toEqual([true, record]);
  });

  it('gives up on another writer after busyTimeoutMs, with the cause and advice', async () => {
    const path = databasePath();
    const store = sqliteSessionStore({ path, busyTimeoutMs: 30 });
    onTestFinished(() => store.close?.());
    await store.load('a');
    lock(path);
    await expect(store.save('a', record)).rejects.toMatchObject({
      name: 'CloseServerError',
      code: 'session_store_unavailable',
      message: `The session store failed. The SQLite database ${path} could not be used. Check that the disk has room and that this user may read and write the file and its folder.`,
      cause: { code: 'store_unavailable', cause: { message: expect.stringContaining('locked') } },
    });
  });

  it('leaves a file that is not a database untouched', async () => {
    const path = databasePath();
    writeFileSync(path, 'something else entirely, and longer than a header');
    await expect(sqliteStore(path).load('a')).rejects.toMatchObject({
      code: 'session_store_unavailable',
      message: `The session store failed. ${path} is not a readable SQLite database. Its content was left unchanged: restore it from a backup, or move it away and let all users connect again.`,
    });
    expect(readFileSync(path, 'utf8')).toContain('something else');
  });

  it('creates a missing folder for its owner only', async () => {
    const path = join(dirname(databasePath()), 'data', 'close.db');
    await sqliteStore(path).save('a', record);
    expect([await sqliteStore(path).load('a'), statSync(dirname(path)).mode & 0o777]).toEqual([
      record,
      0o700,
    ]);
  });

  it('names a file that cannot be created, and works once it can', async () => {
    const file = databasePath();
    writeFileSync(file, '');
    const path = join(file, 'close.db');
    const store = sqliteStore(path);
    await expect(store.load('a')).rejects.toMatchObject({
      code: 'session_store_unavailable',
      message: expect.stringContaining(path),
    });
    rmSync(file);
    expect(await store.load('a')).toBeUndefined();
  });

  it('names the wrong option', () => {
    const path = 'sqliteSessionStore: `path` must be the name of a file.';
    expect(() => sqliteSessionStore('')).toThrow(new TypeError(path));
    expect(() => sqliteSessionStore({})).toThrow(new TypeError(path));
    // @ts-expect-error -- an environment variable that is not set
    expect(() => sqliteSessionStore(undefined)).toThrow(new TypeError(path));
    expect(() => sqliteSessionStore({ path: 'x', busyTimeoutMs: -1 })).toThrow(
      /^sqliteSessionStore: `busyTimeoutMs` must be /,
    );
  });
});
