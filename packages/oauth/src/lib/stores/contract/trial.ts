import type { GrantRecord, TokenStore } from '../../record/token-store.ts';

/** The environment of a trial. */
export interface TrialBench {
  readonly store: TokenStore;
  /** A key without a record. */
  readonly key: string;
  /** Creates another store, which is closed afterwards. */
  readonly connect: () => Promise<TokenStore>;
}

/** Checks one requirement; rejects when the store does not meet it. */
export type Trial = (bench: TrialBench) => Promise<void>;

const connections = 4;

/** Returns the store of the bench and further ones on the same data. */
export async function connectAll({ store, connect }: TrialBench): Promise<TokenStore[]> {
  return [store, ...(await Promise.all(Array.from({ length: connections - 1 }, connect)))];
}

/** Waits. */
export function settle(durationMs: number = 50): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, durationMs);
  });
}

/** A record of a version. */
export function recordOf(version: number): GrantRecord {
  return {
    format: 1,
    version,
    generation: version,
    refreshes: version - 1,
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

/** Fails unless both are the same data. */
export function expectSame(actual: unknown, expected: unknown): void {
  const [found, wanted] = [canonical(actual), canonical(expected)];
  if (found !== wanted) throw new Error(`The store returned ${found} instead of ${wanted}`);
}

// Stores may return members in any order.
function canonical(value: unknown): string {
  return JSON.stringify({ value }, sortMembers);
}

function sortMembers(_: string, member: unknown): unknown {
  if (typeof member !== 'object' || member === null) return member;
  return Object.fromEntries(Object.entries(member).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
