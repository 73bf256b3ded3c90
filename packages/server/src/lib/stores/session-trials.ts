import type { SessionRecord, SessionStore } from './session-store.ts';

/** The environment of a trial. */
export interface SessionTrialBench {
  readonly store: SessionStore;
  /** Ids that no other trial uses. */
  readonly ids: TrialIds;
  /** Creates another store, which is closed afterwards. */
  readonly connect: () => Promise<SessionStore>;
}

/** The ids of a trial. */
export interface TrialIds {
  readonly userId: string;
  readonly otherUserId: string;
  readonly organizationId: string;
  readonly otherOrganizationId: string;
  /** A key of the trial. */
  key(name: string): string;
}

/** Checks one requirement; rejects when the store does not meet it. */
export type SessionTrial = (bench: SessionTrialBench) => Promise<void>;

/** A time far ahead: no clock of a database has reached it. */
export const farMs = 4_000_000_000_000;
const hourMs = 3_600_000;

/** The record of a live session. */
export function liveRecord(ids: TrialIds, changes: Partial<SessionRecord> = {}): SessionRecord {
  const { userId, organizationId } = ids;
  return {
    organizationId,
    userId,
    otherOrganizations: [],
    profile: null,
    device: '',
    createdAt: farMs,
    lastSeenAt: farMs,
    expiresAt: farMs + hourMs,
    ...changes,
  };
}

/** Fails unless both are the same data. */
export function expectSame(actual: unknown, expected: unknown): void {
  const [found, wanted] = [canonical(actual), canonical(expected)];
  if (found !== wanted) throw new Error(`The store returned ${found} instead of ${wanted}`);
}

// Stores may return members in any order.
function canonical(value: unknown): string {
  return JSON.stringify({ value }, (_, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  );
}

const profile = {
  user: { id: 'user_x', name: 'Ada "ü€😀\'\\' },
  organization: { id: 'orga_x', name: 'x'.repeat(5000) },
};

/** What every store must do with single sessions. */
export const recordTrials: Readonly<Record<string, SessionTrial>> = {
  'loads undefined for a key that was never saved': async ({ store, ids }) => {
    expectSame(await store.load(ids.key('a')), undefined);
  },
  'returns a saved record as it is': async ({ store, ids }) => {
    const otherOrganizations = [{ id: ids.otherOrganizationId, name: 'Zoö "&"' }];
    const full = liveRecord(ids, { profile, otherOrganizations, device: 'Ada’s phone 😀' });
    await store.save(ids.key('a'), full);
    expectSame(await store.load(ids.key('a')), full);
    const bare = liveRecord(ids);
    await store.save(ids.key('b'), bare);
    expectSame(await store.load(ids.key('b')), bare);
  },
  'leaves a record as it is when another is saved under its key': async ({ store, ids }) => {
    const key = ids.key('a');
    await store.save(key, liveRecord(ids, { device: 'First' }));
    await store.save(key, liveRecord(ids, { device: 'Second' }));
    expectSame((await store.load(key))?.device, 'First');
  },
  'keeps keys apart': async ({ store, ids }) => {
    const keys = ['a', 'A', 'a%', 'a_', 'a*', 'a:'].map((name) => ids.key(name));
    for (const key of keys) await store.save(key, liveRecord(ids, { device: key }));
    for (const key of keys) expectSame((await store.load(key))?.device, key);
    await store.delete(ids.key('a%'));
    expectSame(
      await Promise.all(keys.map(async (key) => (await store.load(key)) !== undefined)),
      keys.map((key) => key !== ids.key('a%')),
    );
  },
  'changes the named members only': async ({ store, ids }) => {
    const key = ids.key('a');
    const record = liveRecord(ids);
    await store.save(key, record);
    expectSame(await store.update(key, { profile }), true);
    expectSame(await store.load(key), { ...record, profile });
    expectSame(await store.update(key, { device: 'Phone' }), true);
    expectSame(await store.update(key, { lastSeenAt: farMs + 7, expiresAt: farMs + 8 }), true);
    const changed = { ...record, profile, device: 'Phone', lastSeenAt: farMs + 7, expiresAt: farMs + 8 };
    expectSame(await store.load(key), changed);
    expectSame(await store.update(key, { device: '' }), true);
    expectSame(await store.load(key), { ...changed, device: '' });
  },
  'loses no concurrent change of different members': async ({ store, ids }) => {
    const key = ids.key('a');
    await store.save(key, liveRecord(ids));
    const changes = [{ profile }, { device: 'Phone' }, { lastSeenAt: farMs + 7 }, { expiresAt: farMs + 8 }];
    expectSame(
      await Promise.all(changes.map((change) => store.update(key, change))),
      changes.map(() => true),
    );
    expectSame(await store.load(key), Object.assign(liveRecord(ids), ...changes));
  },
  'does not recreate a deleted session': async ({ store, ids }) => {
    const key = ids.key('a');
    expectSame(await store.update(key, { device: 'Phone' }), false);
    await store.save(key, liveRecord(ids));
    expectSame(await store.delete(key), true);
    expectSame(await store.delete(key), false);
    expectSame(await store.update(key, { expiresAt: farMs + 8 }), false);
    expectSame(await store.load(key), undefined);
  },
  'lets no update survive a concurrent deletion': async ({ store, ids }) => {
    for (let round = 0; round < 10; round += 1) {
      const key = ids.key(`round${round}`);
      await store.save(key, liveRecord(ids));
      const calls = [() => store.delete(key), () => store.update(key, { device: 'Phone' })];
      const isUpdateFirst = round % 2 === 1;
      await Promise.all((isUpdateFirst ? calls.toReversed() : calls).map((call) => call()));
      expectSame(await store.load(key), undefined);
    }
  },
  'deletes sessions that have expired when others are saved': async ({ store, ids }) => {
    const stale = { createdAt: 1000, lastSeenAt: 1000, expiresAt: 2000 };
    const keys = ['a', 'b', 'c'].map((name) => ids.key(name));
    for (const key of keys) await store.save(key, liveRecord(ids, stale));
    // Other trials may have left expired sessions, and a save may stop at some.
    for (let saves = 0; saves < 20; saves += 1) await store.save(ids.key(`new${saves}`), liveRecord(ids));
    const found = await Promise.all(keys.map((key) => store.load(key)));
    expectSame(found, [undefined, undefined, undefined]);
    const { userId } = ids;
    const { sessions } = await store.list({ userId }, { limit: 100 });
    expectSame(
      sessions.filter(({ key }) => keys.includes(key)),
      [],
    );
  },
};
