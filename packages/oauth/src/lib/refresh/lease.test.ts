import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { activeRecord } from '../../../test/active-record.ts';
import { deferred } from '../../../test/deferred.ts';
import { renewLease } from './lease.ts';
import type { GrantRecord } from '../record/token-store.ts';
import type { GrantState, Vault } from '../vault/vault.ts';

const leased: GrantRecord = {
  ...activeRecord(1),
  lease: { owner: 'me', expiresAt: 1, fingerprint: 'f', attempt: 1 },
};

function vaultOver(write: () => Promise<boolean>, leaseMs: number): Vault {
  const records = { clock: async () => 0, load: async () => leased, write };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- all that a renewal needs of a vault.
  return { records, leaseMs, owner: 'me', now: () => 0 } as unknown as Vault;
}

// oxlint-disable-next-line typescript/no-unsafe-type-assertion -- all that a renewal needs of a grant.
const state = { id: { organizationId: 'o', userId: 'u' } } as unknown as GrantState;

describe('renewLease', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('leaves no timer behind when it stops during a renewal', async () => {
    const written = deferred<boolean>();
    const write = vi.fn<() => Promise<boolean>>(() => written.promise);
    const release = renewLease(vaultOver(write, 300), state);
    await vi.advanceTimersByTimeAsync(100);
    expect(write).toHaveBeenCalledOnce();
    release();
    written.resolve(true);
    await vi.advanceTimersByTimeAsync(0);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('renews a lease of months rarely', async () => {
    const write = vi.fn<() => Promise<boolean>>(() => Promise.resolve(true));
    const release = renewLease(vaultOver(write, 1e10), state);
    await vi.advanceTimersByTimeAsync(1000);
    release();
    expect(write).not.toHaveBeenCalled();
  });
});
