import { connectAll, expectSame, recordOf, settle } from './trial.ts';
import type { Trial, TrialBench } from './trial.ts';
import type { TokenStore } from '../../record/token-store.ts';

/** What every store must do with single records. */
export const recordTrials: Readonly<Record<string, Trial>> = {
  'loads undefined for a key that was never written': async ({ store, key }) => {
    expectSame(await store.load(key), undefined);
  },
  'writes the first record when none is expected': async ({ store, key }) => {
    expectSame(await store.compareAndSet(key, 0, recordOf(1)), true);
    expectSame(await store.load(key), recordOf(1));
  },
  'refuses the first record when there is one': async ({ store, key }) => {
    await store.compareAndSet(key, 0, recordOf(1));
    expectSame(await store.compareAndSet(key, 0, { ...recordOf(1), generation: 9 }), false);
    expectSame(await store.load(key), recordOf(1));
  },
  'refuses a version when there is no record': async ({ store, key }) => {
    expectSame(await store.compareAndSet(key, 1, recordOf(2)), false);
    expectSame(await store.load(key), undefined);
  },
  'replaces the version that is expected': async ({ store, key }) => {
    await store.compareAndSet(key, 0, recordOf(1));
    expectSame(await store.compareAndSet(key, 1, recordOf(2)), true);
    expectSame(await store.load(key), recordOf(2));
  },
  'refuses a version that was replaced': async ({ store, key }) => {
    await store.compareAndSet(key, 0, recordOf(1));
    await store.compareAndSet(key, 1, recordOf(2));
    expectSame(await store.compareAndSet(key, 1, { ...recordOf(2), generation: 9 }), false);
    expectSame(await store.load(key), recordOf(2));
  },
  'refuses a version ahead of the record': async ({ store, key }) => {
    await store.compareAndSet(key, 0, recordOf(1));
    expectSame(await store.compareAndSet(key, 2, recordOf(3)), false);
    expectSame(await store.load(key), recordOf(1));
  },
  'starts at any version, also at the time in milliseconds': async ({ store, key }) => {
    const first = 1_800_000_000_000;
    expectSame(await store.compareAndSet(key, 0, recordOf(first)), true);
    expectSame(await store.compareAndSet(key, 0, recordOf(first)), false);
    expectSame(await store.compareAndSet(key, 1, recordOf(2)), false);
    expectSame(await store.compareAndSet(key, first, recordOf(first + 1)), true);
    expectSame(await store.load(key), recordOf(first + 1));
  },
  'lets exactly one of many concurrent writers win': async ({ store, key }) => {
    const attempts = Array.from({ length: 20 }, (_, index) =>
      store.compareAndSet(key, 0, { ...recordOf(1), generation: index + 1 }),
    );
    const results = await Promise.all(attempts);
    expectSame(results.filter(Boolean).length, 1);
    expectSame((await store.load(key))?.generation, results.indexOf(true) + 1);
  },
  'keeps nulls, leases and long text as they are': async ({ store, key }) => {
    const counts = { attempt: 2, beat: 40, rounds: -1 };
    const lease = { owner: 'o', expiresAt: 1_800_000_000_001, fingerprint: 'k.f', ...counts };
    const full = { ...recordOf(1), lease, sealed: `ü€😀"'\\${'x'.repeat(20_000)}` };
    const tombstone = { ...recordOf(2), status: 'revoked', sealed: null, fingerprint: null } as const;
    await store.compareAndSet(key, 0, full);
    expectSame(await store.load(key), full);
    await store.compareAndSet(key, 1, tombstone);
    expectSame(await store.load(key), tombstone);
  },
  'keeps keys apart': async ({ store, key }) => {
    await store.compareAndSet(key, 0, recordOf(1));
    expectSame(await store.load(`${key}2`), undefined);
    expectSame(await store.load(key.toUpperCase()), undefined);
    expectSame(await store.compareAndSet(`${key}%`, 0, recordOf(1)), true);
  },
  'returns copies, not the stored record': async ({ store, key }) => {
    const written = recordOf(1);
    await store.compareAndSet(key, 0, written);
    Object.assign(written, { status: 'revoked' });
    Object.assign((await store.load(key)) ?? {}, { status: 'revoking' });
    expectSame((await store.load(key))?.status, 'active');
  },
  'returns the time, if it has a clock': async ({ store }) => {
    if (store.now === undefined) return;
    const [first, second] = [await store.now(), await store.now()];
    expectSame(first > Date.UTC(2020) && Number.isInteger(first) && second >= first, true);
  },
  'wakes the subscribers of a record, if it subscribes': async ({ store, key }) => {
    if (store.subscribe === undefined) return;
    let woken = 0;
    const end = store.subscribe(key, () => {
      woken += 1;
    });
    // The first wake-up may be late, or without a write, until its connection is open.
    let version = await writeUntil(store, { key, version: 0 }, () => woken > 0);
    await settle();
    woken = 0;
    version = await writeUntil(store, { key, version }, () => woken > 0);
    end();
    end();
    await settle();
    woken = 0;
    await store.compareAndSet(key, version, recordOf(version + 1));
    await settle();
    expectSame(woken, 0);
  },
};

/** The requirements of several connections to the same data. */
export const sharedTrials: Readonly<Record<string, Trial>> = {
  'shows a write to every connection at once': async ({ store, key, connect }) => {
    const other = await connect();
    for (let version = 0; version < 20; version += 1) {
      const [writer, reader] = version % 2 === 0 ? [store, other] : [other, store];
      expectSame(await writer.compareAndSet(key, version, recordOf(version + 1)), true);
      expectSame((await reader.load(key))?.version, version + 1);
    }
  },
  'loads a whole record or none while it is written and erased': async ({ store, key, connect }) => {
    const other = await connect();
    for (let round = 0; round < 30; round += 1) {
      const loads = Array.from({ length: 6 }, () => other.load(key));
      const write = store.compareAndSet(key, 0, recordOf(1)).then(() => store.erase(key));
      const found = await Promise.all([...loads, write.then(() => undefined)]);
      for (const record of found) if (record !== undefined) expectSame(record, recordOf(1));
    }
  },
  'lets exactly one of many connections win': async (bench) => {
    const { store, key } = bench;
    const stores = await connectAll(bench);
    for (let version = 0; version < 10; version += 1) {
      const writers = stores.flatMap((each) => Array.from({ length: 5 }, () => each));
      const results = await Promise.all(
        writers.map((each, index) =>
          each.compareAndSet(key, version, { ...recordOf(version + 1), generation: index }),
        ),
      );
      expectSame(results.filter(Boolean).length, 1);
      expectSame((await store.load(key))?.generation, results.indexOf(true));
    }
  },
  'loses no write of many connections': async (bench) => {
    const { store, key } = bench;
    const stores = await connectAll(bench);
    await Promise.all(stores.map((each) => count(each, key, 25)));
    expectSame((await store.load(key))?.version, 25 * stores.length);
  },
  'wakes subscribers on another connection, if it subscribes': async ({ store, key, connect }) => {
    if (store.subscribe === undefined) return;
    let woken = 0;
    const end = store.subscribe(key, () => {
      woken += 1;
    });
    const other = await connect();
    const version = await writeUntil(other, { key, version: 0 }, () => woken > 0);
    await settle();
    woken = 0;
    await writeUntil(other, { key, version }, () => woken > 0);
    end();
  },
};

/**
 * The requirements after a write whose reply was lost; `loseNextReply` breaks the connection after the next
 * write.
 */
export function lossTrials(loseNextReply: () => void | Promise<void>): Readonly<Record<string, Trial>> {
  const tried = async ({ store, key, connect }: TrialBench, expectedVersion: number): Promise<void> => {
    const next = recordOf(expectedVersion + 1);
    await store.load(key);
    await loseNextReply();
    const said = await store.compareAndSet(key, expectedVersion, next).catch(() => 'unknown');
    // The record was written: "unknown" and "written" are true; with "refused" the writer would wait for
    // itself.
    expectSame(said === false, false);
    expectSame(await store.load(key), next);
    const other = await connect();
    expectSame(await other.load(key), next);
    expectSame(await store.compareAndSet(key, expectedVersion + 1, recordOf(expectedVersion + 2)), true);
  };
  return {
    'does not refuse a first write whose reply was lost': (bench) => tried(bench, 0),
    'does not refuse a later write whose reply was lost': async (bench) => {
      await bench.store.compareAndSet(bench.key, 0, recordOf(1));
      await tried(bench, 1);
    },
  };
}

async function count(store: TokenStore, key: string, times: number): Promise<void> {
  for (let done = 0; done < times;) {
    const version = (await store.load(key))?.version ?? 0;
    if (await store.compareAndSet(key, version, recordOf(version + 1))) done += 1;
  }
}

const wakeWithinMs = 10_000;

async function writeUntil(
  store: TokenStore,
  from: { key: string; version: number },
  done: () => boolean,
): Promise<number> {
  const end = Date.now() + wakeWithinMs;
  for (let { version } = from; ; version += 1) {
    expectSame(await store.compareAndSet(from.key, version, recordOf(version + 1)), true);
    await settle();
    if (done()) return version + 1;
    if (Date.now() > end) throw new Error('The store did not wake the subscribers of the record');
  }
}
