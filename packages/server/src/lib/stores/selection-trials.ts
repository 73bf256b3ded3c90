import { expectSame, farMs, liveRecord } from './session-trials.ts';
import type { SessionTrial, SessionTrialBench } from './session-trials.ts';
import type { SessionFilter, SessionRecord, SessionStore, StoredSession } from './session-store.ts';

const mostPages = 10_000;
const connections = 3;

/** Reads every page of a list. */
async function readAll(store: SessionStore, filter: SessionFilter, limit = 100): Promise<StoredSession[]> {
  const found: StoredSession[] = [];
  let after: string | undefined;
  for (let page = 0; page < mostPages; page += 1) {
    const { sessions, next } = await store.list(filter, { after, limit });
    if (sessions.length > limit) throw new Error('The store returned more sessions than the limit');
    found.push(...sessions);
    if (next === undefined) return found;
    after = next;
  }
  throw new Error('The list of the store does not end');
}

async function namesIn(bench: SessionTrialBench, filter: SessionFilter): Promise<string[]> {
  const all = await readAll(bench.store, filter);
  return all.map(({ record }) => record.device).toSorted();
}

/** Saves four sessions, whose devices are their names: of a user, a guest of two organizations, another one, and neither. */
async function saveFour({ store, ids }: SessionTrialBench): Promise<Record<string, SessionRecord>> {
  const { otherUserId: userId, otherOrganizationId: organizationId } = ids;
  const otherOrganizations = [
    { id: `${ids.organizationId}2`, name: ids.organizationId },
    { id: ids.organizationId, name: 'E "' },
  ];
  const four = {
    own: liveRecord(ids, { device: 'own' }),
    guest: liveRecord(ids, { device: 'guest', organizationId, otherOrganizations }),
    other: liveRecord(ids, { device: 'other', userId }),
    away: liveRecord(ids, { device: 'away', userId, organizationId }),
  };
  for (const [name, record] of Object.entries(four)) await store.save(ids.key(name), record);
  return four;
}

/** What every store must do with the sessions of users and organizations. */
export const selectionTrials: Readonly<Record<string, SessionTrial>> = {
  'lists the sessions of a user': async (bench) => {
    const four = await saveFour(bench);
    expectSame(await namesIn(bench, { userId: bench.ids.userId }), ['guest', 'own']);
    const all = await readAll(bench.store, { userId: bench.ids.userId });
    const guest = { key: bench.ids.key('guest'), record: four['guest'] };
    expectSame(
      all.filter(({ record }) => record.device === 'guest'),
      [guest],
    );
    expectSame(await namesIn(bench, { userId: `${bench.ids.userId}%` }), []);
  },
  'lists the sessions of an organization, active or not': async (bench) => {
    await saveFour(bench);
    const { organizationId, otherOrganizationId } = bench.ids;
    expectSame(await namesIn(bench, { organizationId }), ['guest', 'other', 'own']);
    expectSame(await namesIn(bench, { organizationId: otherOrganizationId }), ['away', 'guest']);
    expectSame(await namesIn(bench, { organizationId: `${organizationId}2` }), ['guest']);
    expectSame(await namesIn(bench, { organizationId: 'E "' }), []);
  },
  'lists the sessions of a grant': async (bench) => {
    await saveFour(bench);
    const { userId, otherUserId, organizationId, otherOrganizationId } = bench.ids;
    expectSame(await namesIn(bench, { userId, organizationId }), ['guest', 'own']);
    expectSame(await namesIn(bench, { userId, organizationId: otherOrganizationId }), ['guest']);
    expectSame(await namesIn(bench, { userId: otherUserId, organizationId }), ['other']);
  },
  'lists every session once, over pages, while others change': async ({ store, ids }) => {
    const names = Array.from({ length: 25 }, (_, index) => `${index % 2 === 0 ? 'B' : 'a'}${index}`);
    for (const name of names) await store.save(ids.key(name), liveRecord(ids, { device: name }));
    const [seen, deleted]: [string[], string[]] = [[], []];
    let after: string | undefined;
    do {
      const { sessions, next } = await store.list({ userId: ids.userId }, { after, limit: 4 });
      expectSame(sessions.length <= 4, true);
      seen.push(...sessions.map(({ key }) => key));
      const [first, second] = sessions;
      if (first && (await store.delete(first.key))) deleted.push(first.key);
      if (second) await store.update(second.key, { lastSeenAt: farMs + 9, expiresAt: farMs + 99 });
      after = next;
    } while (after !== undefined);
    expectSame(seen.toSorted(), names.map((name) => ids.key(name)).toSorted());
    const left = (await readAll(store, { userId: ids.userId })).map(({ key }) => key);
    expectSame(left.toSorted(), seen.filter((key) => !deleted.includes(key)).toSorted());
  },
  'deletes the sessions of a user': async (bench) => {
    await saveFour(bench);
    const { userId, organizationId, otherUserId } = bench.ids;
    expectSame(await bench.store.deleteAll({ userId }), 2);
    expectSame(await bench.store.deleteAll({ userId }), 0);
    expectSame(await bench.store.load(bench.ids.key('own')), undefined);
    expectSame(await bench.store.update(bench.ids.key('guest'), { device: 'x' }), false);
    expectSame(await namesIn(bench, { organizationId }), ['other']);
    expectSame(await namesIn(bench, { userId: otherUserId }), ['away', 'other']);
  },
  'deletes all sessions of a user but one': async (bench) => {
    await saveFour(bench);
    const { userId } = bench.ids;
    expectSame(await bench.store.deleteAll({ userId }, bench.ids.key('guest')), 1);
    expectSame(await namesIn(bench, { userId }), ['guest']);
    expectSame(await bench.store.deleteAll({ userId }, bench.ids.key('away')), 1);
    expectSame(await namesIn(bench, { userId: bench.ids.otherUserId }), ['away', 'other']);
  },
  'deletes the sessions of an organization, active or not': async (bench) => {
    await saveFour(bench);
    const { organizationId, otherOrganizationId } = bench.ids;
    expectSame(await bench.store.deleteAll({ organizationId }), 3);
    expectSame(await namesIn(bench, { organizationId }), []);
    expectSame(await namesIn(bench, { organizationId: otherOrganizationId }), ['away']);
  },
  'deletes the sessions of a grant': async (bench) => {
    await saveFour(bench);
    const { userId, organizationId, otherUserId } = bench.ids;
    expectSame(await bench.store.deleteAll({ userId, organizationId }), 2);
    expectSame(await namesIn(bench, { userId: otherUserId }), ['away', 'other']);
  },
};

async function connectAll({ store, connect }: SessionTrialBench): Promise<SessionStore[]> {
  return [store, ...(await Promise.all(Array.from({ length: connections - 1 }, connect)))];
}

/** What a store must do among several connections to the same data. */
export const sharedTrials: Readonly<Record<string, SessionTrial>> = {
  'shows every change to all connections at once': async (bench) => {
    const [first, ...others] = await connectAll(bench);
    const key = bench.ids.key('a');
    await first?.save(key, liveRecord(bench.ids));
    for (const each of others) expectSame(await each.load(key), liveRecord(bench.ids));
    await first?.update(key, { device: 'Phone' });
    for (const each of others) expectSame((await each.load(key))?.device, 'Phone');
    await first?.deleteAll({ userId: bench.ids.userId });
    for (const each of others) expectSame(await each.load(key), undefined);
  },
  'stores one of several records that connections save under a key': async (bench) => {
    const stores = await connectAll(bench);
    const { ids } = bench;
    for (let round = 0; round < 10; round += 1) {
      const key = ids.key(`round${round}`);
      const seen = await Promise.all(
        stores.map(async (store, index) => {
          await store.save(key, liveRecord(ids, { device: `Store ${index}` }));
          return (await store.load(key))?.device;
        }),
      );
      expectSame(new Set(seen).size, 1);
    }
  },
  'counts a session that several connections delete once': async (bench) => {
    const stores = await connectAll(bench);
    for (let round = 0; round < 10; round += 1) {
      const key = bench.ids.key(`round${round}`);
      await bench.store.save(key, liveRecord(bench.ids));
      const results = await Promise.all(stores.map((each) => each.delete(key)));
      expectSame(results.filter(Boolean).length, 1);
    }
  },
  'leaves no session that replaces another one while all are deleted': async (bench) => {
    const stores = await connectAll(bench);
    const { userId } = bench.ids;
    for (let round = 0; round < 20; round += 1) {
      const [old, next] = [bench.ids.key(`old${round}`), bench.ids.key(`next${round}`)];
      await bench.store.save(old, liveRecord(bench.ids));
      const replace = async (store: SessionStore): Promise<void> => {
        await store.save(next, liveRecord(bench.ids));
        const wasLive = await store.update(old, { expiresAt: farMs });
        await store.delete(wasLive ? old : next);
      };
      const [first = bench.store, second = bench.store] = stores;
      const calls = [() => replace(first), () => second.deleteAll({ userId })];
      const isDeletedFirst = round % 2 === 1;
      await Promise.all((isDeletedFirst ? calls.toReversed() : calls).map((call) => call()));
      // Whichever came first, no half of the replacement survives the deletion.
      expectSame(await readAll(bench.store, { userId }), []);
    }
  },
};
