import { assertTokenStore } from './token-store.ts';
import type { GrantRecord, TokenStore } from './token-store.ts';

/** One thing that every store must do. */
export interface StoreCheck {
  /** What the store does, as a sentence. */
  readonly name: string;
  /** Makes a store and tries it; rejects with what was wrong. */
  run(): Promise<void>;
}

type Trial = (store: TokenStore, key: string) => Promise<void>;

/**
 * Lists what a store must do to be trusted with tokens. It needs no test runner: give each check to yours.
 *
 * @param makeStore - makes a store that is ready to use; data of earlier stores may be in it
 * @returns the checks, independent of each other
 * @example
 * it.each(tokenStoreContract(() => myStore()))('$name', (check) => check.run());
 */
export function tokenStoreContract(makeStore: () => TokenStore | Promise<TokenStore>): StoreCheck[] {
  return Object.entries(trials).map(([name, trial]) => ({
    name,
    async run() {
      const store = await makeStore();
      try {
        assertTokenStore(store);
        await trial(store, `orga_${crypto.randomUUID()}/user_contract`);
      } finally {
        await store.close?.();
      }
    },
  }));
}

const trials: Readonly<Record<string, Trial>> = {
  'loads undefined for a key that was never written': async (store, key) => {
    expectSame(await store.load(key), undefined);
  },
  'writes the first record when none is expected': async (store, key) => {
    expectSame(await store.compareAndSet(key, 0, recordOf(1)), true);
    expectSame(await store.load(key), recordOf(1));
  },
  'refuses the first record when there is one': async (store, key) => {
    await store.compareAndSet(key, 0, recordOf(1));
    expectSame(await store.compareAndSet(key, 0, { ...recordOf(1), generation: 9 }), false);
    expectSame(await store.load(key), recordOf(1));
  },
  'refuses a version when there is no record': async (store, key) => {
    expectSame(await store.compareAndSet(key, 1, recordOf(2)), false);
    expectSame(await store.load(key), undefined);
  },
  'replaces the version that is expected': async (store, key) => {
    await store.compareAndSet(key, 0, recordOf(1));
    expectSame(await store.compareAndSet(key, 1, recordOf(2)), true);
    expectSame(await store.load(key), recordOf(2));
  },
  'refuses a version that was replaced': async (store, key) => {
    await store.compareAndSet(key, 0, recordOf(1));
    await store.compareAndSet(key, 1, recordOf(2));
    expectSame(await store.compareAndSet(key, 1, { ...recordOf(2), generation: 9 }), false);
    expectSame(await store.load(key), recordOf(2));
  },
  'lets exactly one of many concurrent writers win': async (store, key) => {
    const attempts = Array.from({ length: 20 }, (_, index) =>
      store.compareAndSet(key, 0, { ...recordOf(1), generation: index + 1 }),
    );
    const results = await Promise.all(attempts);
    expectSame(results.filter(Boolean).length, 1);
    expectSame((await store.load(key))?.generation, results.indexOf(true) + 1);
  },
  'keeps nulls, leases and long text as they are': async (store, key) => {
    const lease = { owner: 'o', expiresAt: 1_800_000_000_001, fingerprint: 'k.f', attempt: 2 };
    const full = { ...recordOf(1), lease, sealed: `ü€😀"'\\${'x'.repeat(20_000)}` };
    const tombstone = { ...recordOf(2), status: 'revoked', sealed: null, fingerprint: null } as const;
    await store.compareAndSet(key, 0, full);
    expectSame(await store.load(key), full);
    await store.compareAndSet(key, 1, tombstone);
    expectSame(await store.load(key), tombstone);
  },
  'keeps keys apart': async (store, key) => {
    await store.compareAndSet(key, 0, recordOf(1));
    expectSame(await store.load(`${key}2`), undefined);
    expectSame(await store.load(key.toUpperCase()), undefined);
    expectSame(await store.compareAndSet(`${key}%`, 0, recordOf(1)), true);
  },
  'gives copies, not the record it keeps': async (store, key) => {
    const written = recordOf(1);
    await store.compareAndSet(key, 0, written);
    Object.assign(written, { status: 'revoked' });
    Object.assign((await store.load(key)) ?? {}, { status: 'revoking' });
    expectSame((await store.load(key))?.status, 'active');
  },
};

function recordOf(version: number): GrantRecord {
  return {
    version,
    generation: version,
    status: 'active',
    sealed: `v1.k.iv.${version}`,
    fingerprint: `k.${version}`,
    expiresAt: 1_800_000_000_000,
    issuedAt: 1_799_999_000_000,
    scope: 'all.full_access offline_access',
    lease: null,
    updatedAt: 1_799_999_000_000,
  };
}

function expectSame(actual: unknown, expected: unknown): void {
  const [found, wanted] = [canonical(actual), canonical(expected)];
  if (found !== wanted) throw new Error(`The store gave ${found} instead of ${wanted}`);
}

// Stores may give members in any order.
function canonical(value: unknown): string {
  return JSON.stringify({ value }, sortMembers);
}

function sortMembers(_: string, member: unknown): unknown {
  if (typeof member !== 'object' || member === null) return member;
  return Object.fromEntries(Object.entries(member).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
