import { describe, expect, it } from 'vitest';
import { memorySessionStore } from './memory.ts';
import { sessionStoreContract } from './session-store-contract.ts';
import type { SessionStore } from './session-store.ts';

/** The names of the checks that a changed store fails. */
async function failures(
  change: (store: SessionStore) => Partial<SessionStore>,
  shared: boolean = false,
): Promise<string[]> {
  const store = memorySessionStore();
  const changed = { ...store, ...change(store) };
  const failed: string[] = [];
  for (const check of sessionStoreContract(() => changed, { shared })) {
    await check.run().catch(() => failed.push(check.name));
  }
  return failed;
}

describe('sessionStoreContract', () => {
  it('accepts a store that keeps every rule', async () => {
    expect(await failures(() => ({}), true)).toEqual([]);
  });

  it('finds a store that recreates a session', async () => {
    const found = await failures((store) => ({
      async update(key, changes) {
        const record = await store.load(key);
        await Promise.resolve();
        if (record !== undefined) await store.save(key, record);
        return store.update(key, changes);
      },
    }));
    expect(found).toContain('lets no update survive a concurrent deletion');
  });

  it('finds a store that writes the whole record', async () => {
    const found = await failures((store) => ({
      async update(key, changes) {
        const record = await store.load(key);
        if (record === undefined) return false;
        const { profile, device, lastSeenAt, expiresAt } = { ...record, ...changes };
        return store.update(key, { device, lastSeenAt, expiresAt, ...(profile && { profile }) });
      },
    }));
    expect(found).toEqual(['loses no concurrent change of different members']);
  });

  it('finds a store that ignores case in keys', async () => {
    const found = await failures((store) => ({ load: (key) => store.load(key.toLowerCase()) }));
    expect(found).toContain('keeps keys apart');
  });

  it('finds a store that drops the other organizations', async () => {
    const found = await failures((store) => ({
      save: (key, record) => store.save(key, { ...record, otherOrganizations: [] }),
    }));
    expect(found).toEqual([
      'returns a saved record as it is',
      'lists the sessions of a user',
      'lists the sessions of an organization, active or not',
      'lists the sessions of a grant',
      'deletes the sessions of an organization, active or not',
      'deletes the sessions of a grant',
    ]);
  });

  it('finds a store that returns one page only', async () => {
    const found = await failures((store) => ({
      list: async (filter, page) => ({ ...(await store.list(filter, page)), next: undefined }),
    }));
    expect(found).toEqual(['lists every session once, over pages, while others change']);
  });

  it('finds a store that ignores the session that stays', async () => {
    const found = await failures((store) => ({ deleteAll: (filter) => store.deleteAll(filter) }));
    expect(found).toEqual(['deletes all sessions of a user but one']);
  });

  it('finds a store that keeps expired sessions', async () => {
    const found = await failures((store) => ({
      save: (key, record) => store.save(key, { ...record, expiresAt: 9e15 }),
    }));
    expect(found).toContain('deletes sessions that have expired when others are saved');
  });

  it('finds a store whose replacement of a session survives a deletion', async () => {
    const found = await failures(
      (store) => ({
        async deleteAll(filter, exceptKey) {
          // A snapshot, as of a statement that began before the others committed.
          const { sessions } = await store.list(filter, { limit: 1000 });
          for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
          for (const { key } of sessions) if (key !== exceptKey) await store.delete(key);
          return sessions.length;
        },
      }),
      true,
    );
    expect(found).toContain('leaves no session that replaces another one while all are deleted');
  });

  it('refuses a store that lacks a method', async () => {
    const { list: _, ...rest } = memorySessionStore();
    // @ts-expect-error -- a store of JavaScript
    const [check] = sessionStoreContract(() => rest);
    await expect(check?.run()).rejects.toThrow(
      'sessionStoreContract: `makeStore()` must be a SessionStore with load, save, update, delete, list, deleteAll.',
    );
  });
});
