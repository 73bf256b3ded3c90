import type { CloseOAuthOptions, GrantLease, GrantRecord, TokenStore } from '@closekit/oauth';
import { TokenSet } from '../../src/lib/base/token-set.ts';
import { sealPair } from '../../src/lib/record/sealed-pair.ts';
import { createKeyRing } from '../../src/lib/record/key-ring.ts';
import { createSealer } from '../../src/lib/record/sealer.ts';
import { hourMs, keys } from '../connect.ts';
import { twoVaults } from '../two-vaults.ts';
import type { TwoVaults } from '../two-vaults.ts';

/** The key of the grant in the store. */
export const key = 'orga_1/user_1';
/** The durations that follow from the default lease of 30 s. */
export const heartbeatMs = 2500;
export const gapMs = 5000;
export const leaseMs = 30_000;

/** A write to the store. */
export interface Written {
  readonly at: number;
  readonly record: GrantRecord;
}

/** Two processes whose token has expired. */
export interface Scene extends TwoVaults {
  /** Every write since the token has expired. */
  readonly writes: readonly Written[];
  /** The refresh tokens that the server received. */
  sent(): (string | undefined)[];
  /** What the store does instead of its work; undefined when it works. */
  readonly trouble: { read?: (() => void) | undefined; write?: (() => void) | undefined };
  /** The lease in the store. */
  lease(): Promise<GrantLease | null | undefined>;
  /** Changes the record, as another process would. */
  put(change: Partial<GrantRecord>): Promise<void>;
}

/** Connects a grant in two processes and lets its token expire. */
export async function expiredScene(overrides: Partial<CloseOAuthOptions> = {}): Promise<Scene> {
  const all = await twoVaults(overrides);
  const { store, clock, close } = all;
  const writes: Written[] = [];
  const trouble: Scene['trouble'] = {};
  const inner: TokenStore = { ...store };
  store.load = async (name) => {
    trouble.read?.();
    return inner.load(name);
  };
  store.compareAndSet = async (name, version, next) => {
    trouble.write?.();
    const isWritten = await inner.compareAndSet(name, version, next);
    if (isWritten) writes.push({ at: clock.elapsed(), record: next });
    return isWritten;
  };
  clock.time += 2 * hourMs;
  return {
    ...all,
    writes,
    trouble,
    sent: () => close.seen.map(({ form }) => form.refresh_token),
    lease: async () => (await inner.load(key))?.lease,
    async put(change) {
      const found = await inner.load(key);
      if (found === undefined) throw new Error('no record');
      const next = { ...found, ...change, version: found.version + 1 };
      await inner.compareAndSet(key, found.version, next);
    },
  };
}

/** A lease of a process that no longer exists. */
export function leaseOfDead(record: GrantRecord, expiresAt: number): GrantLease {
  const fingerprint = record.fingerprint ?? '';
  return { owner: 'dead', expiresAt, fingerprint, attempt: 1, beat: 4, rounds: -1 };
}

/** An answer of the server with a new pair. */
export function pair(name: string): Response {
  const members = { access_token: name, refresh_token: `${name}-refresh`, expires_in: 3600 };
  return Response.json({ token_type: 'Bearer', ...members });
}

/** Stores a pair, as another process that has refreshed the grant, and that may hold a lease again. */
export async function storePairOfAnother(
  scene: Scene,
  name: string,
  change: Partial<GrantRecord> = { lease: null },
): Promise<void> {
  const tokens = new TokenSet({
    organizationId: 'orga_1',
    userId: 'user_1',
    accessToken: name,
    refreshToken: `${name}-refresh`,
    issuedAt: scene.clock.time,
    expiresAt: scene.clock.time + hourMs,
    scope: '',
  });
  const sealing = { sealer: createSealer(createKeyRing(keys)), aheadMs: () => 0 };
  await scene.put({ ...(await sealPair(sealing, tokens, 2)), ...change });
}

/** Fails every call, as a store that cannot be reached. */
export function down(): never {
  throw new Error('the store is down');
}

/** The durations between moments that follow each other. */
export function gapsBetween(moments: readonly number[]): number[] {
  return moments.slice(1).map((at, index) => at - (moments[index] ?? 0));
}
