import { longestTimerMs } from '../base/sleep.ts';
import { updateRecord } from '../record/update-record.ts';
import type { GrantLease, GrantRecord } from '../record/token-store.ts';
import type { GrantState, Vault } from '../vault/vault.ts';

/** The right to spend the refresh token of a record. It is in the record before the token is sent. */
export interface Lease {
  /** The record with the lease; its fingerprint is that of the token to spend. */
  readonly base: GrantRecord;
  /** The number of this attempt: how often the token may have been sent, this time included. */
  readonly attempt: number;
  /** Whether the token may still be sent; false after the process was paused. */
  isYoung(): boolean;
}

// A request is sent in the first third of a lease, and the lease is renewed after each third during the
// request.
const youngShare = 3;
const leaseTries = 4;

/**
 * Takes the lease of a record. One write records which process may spend which refresh token, for how long,
 * and which attempt it is.
 *
 * @returns The lease, or undefined when the record was changed since it was read.
 */
export async function takeLease(
  vault: Vault,
  state: GrantState,
  record: GrantRecord,
): Promise<Lease | undefined> {
  const { records, now, elapsed, leaseMs, owner } = vault;
  const [wallStart, start] = [now(), elapsed()];
  const expiresAt = (await records.clock()) + leaseMs;
  const fingerprint = record.fingerprint ?? '';
  const attempt = attemptsBefore(record) + 1;
  const lease: GrantLease = { owner, expiresAt, fingerprint, attempt };
  const base = await records.write(state.id, record.version, { ...record, lease });
  if (base === undefined) return undefined;
  // The wall clock includes the sleep of the machine; the monotonic clock cannot be set.
  const age = (): number => Math.max(elapsed() - start, now() - wallStart);
  return { base, attempt, isYoung: () => age() <= leaseMs / youngShare };
}

/** How often the refresh token of a record may have been sent. */
export function attemptsBefore(record: GrantRecord): number {
  const { lease, fingerprint } = record;
  return lease !== null && lease.fingerprint === fingerprint ? lease.attempt : 0;
}

/** Whether another process may be spending the refresh token; `clock` is the time of `records.clock()`. */
export function isLeasedElsewhere(
  vault: Pick<Vault, 'owner'>,
  { lease }: GrantRecord,
  clock: number,
): boolean {
  return lease !== null && lease.owner !== vault.owner && lease.expiresAt > clock;
}

/**
 * Releases a lease after a refresh without a verdict. The number of attempts that may have reached the server
 * stays in the record, for the next attempt.
 */
export async function releaseLease(
  vault: Vault,
  state: GrantState,
  { lease, attempts }: { readonly lease: Lease; readonly attempts: number },
): Promise<void> {
  const fingerprint = lease.base.fingerprint ?? '';
  const mark = { owner: vault.owner, expiresAt: 0, fingerprint, attempt: attempts };
  // When this write fails, the lease expires by itself.
  await rewriteLease(vault, state, () => (attempts === 0 ? null : mark)).catch(() => undefined);
}

/**
 * Renews a lease periodically.
 *
 * @returns Stops the renewals.
 */
export function renewLease(vault: Vault, state: GrantState): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let stopped = false;
  async function renew(): Promise<void> {
    try {
      const expiresAt = (await vault.records.clock()) + vault.leaseMs;
      // The renewals may have been stopped during the wait.
      if (!stopped && !(await rewriteLease(vault, state, (lease) => ({ ...lease, expiresAt }))))
        stopped = true;
    } catch {
      // The store may work again at the next renewal.
    }
    schedule();
  }
  function schedule(): void {
    if (!stopped)
      timer = setTimeout(() => void renew(), Math.min(vault.leaseMs / youngShare, longestTimerMs));
  }
  schedule();
  return () => {
    stopped = true;
    clearTimeout(timer);
  };
}

/** Changes the lease of this vault in the record; false when the record has no lease of this vault. */
async function rewriteLease(
  vault: Vault,
  state: GrantState,
  rewrite: (lease: GrantLease) => GrantLease | null,
): Promise<boolean> {
  const { isWritten } = await updateRecord(vault.records, state.id, {
    tries: leaseTries,
    change(found) {
      const lease = found?.lease;
      if (!found || !lease || lease.owner !== vault.owner || lease.expiresAt === 0) return undefined;
      return { ...found, lease: rewrite(lease) };
    },
  });
  return isWritten;
}
