import { longestTimerMs } from '../base/sleep.ts';
import { updateRecord } from '../record/update-record.ts';
import type { GrantLease, GrantRecord } from '../record/token-store.ts';
import type { GrantState, Vault } from '../vault/vault.ts';

/** The right to spend the refresh token of a record, written into the record before it is used. */
export interface Lease {
  /** The record as this process wrote it last; its fingerprint is the one of the token to spend. */
  readonly base: GrantRecord;
  /** How many times the token may have been sent, the coming sending included. */
  readonly attempt: number;
  /** Whether the lease is young enough to send by; a process that was paused finds it is not. */
  isYoung(): boolean;
}

// A request is sent in the first third of a lease; it is renewed at every third while the request is under way.
const youngShare = 3;
const leaseTries = 4;

/**
 * Takes the lease of a record and marks in the same write which refresh token may be spent, by whom, until when.
 *
 * @param vault - The vault.
 * @param state - The grant.
 * @param record - The latest record.
 * @returns The lease, or undefined when someone wrote since the record was read.
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
  const attempt = sendingsBefore(record) + 1;
  const lease: GrantLease = { owner, expiresAt, fingerprint, attempt };
  const base = await records.write(state.id, record.version, { ...record, lease });
  if (base === undefined) return undefined;
  // The wall clock counts the sleep of a machine, the other one is safe from being set.
  const age = (): number => Math.max(elapsed() - start, now() - wallStart);
  return { base, attempt, isYoung: () => age() <= leaseMs / youngShare };
}

/**
 * @param record - The latest record.
 * @returns How many times its refresh token may have been sent.
 */
export function sendingsBefore(record: GrantRecord): number {
  const { lease, fingerprint } = record;
  return lease !== null && lease.fingerprint === fingerprint ? lease.attempt : 0;
}

/**
 * @param vault - Knows its own leases.
 * @param record - The latest record.
 * @param clock - The time by the clock of leases.
 * @returns Whether another process may be spending the refresh token at this moment.
 */
export function isLeasedElsewhere(
  vault: Pick<Vault, 'owner'>,
  { lease }: GrantRecord,
  clock: number,
): boolean {
  return lease !== null && lease.owner !== vault.owner && lease.expiresAt > clock;
}

/**
 * Gives a lease back after a sending without a verdict. The mark stays while the token may have been spent, so
 * that whoever comes next knows.
 *
 * @param vault - The vault.
 * @param state - The grant.
 * @param options - The lease, and how many sendings may have reached the server.
 */
export async function endLease(
  vault: Vault,
  state: GrantState,
  { lease, sendings }: { readonly lease: Lease; readonly sendings: number },
): Promise<void> {
  const fingerprint = lease.base.fingerprint ?? '';
  const mark = { owner: vault.owner, expiresAt: 0, fingerprint, attempt: sendings };
  // When the store fails here, the lease ends by itself.
  await rewriteLease(vault, state, () => (sendings === 0 ? null : mark)).catch(() => undefined);
}

/**
 * Renews a lease for as long as something is under way by it.
 *
 * @param vault - The vault.
 * @param state - The grant.
 * @returns Ends the renewals.
 */
export function keepLease(vault: Vault, state: GrantState): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let ended = false;
  async function renew(): Promise<void> {
    try {
      const expiresAt = (await vault.records.clock()) + vault.leaseMs;
      // It may have ended by then, which an answer must not take back.
      if (!ended && !(await rewriteLease(vault, state, (lease) => ({ ...lease, expiresAt })))) ended = true;
    } catch {
      // The next renewal may find the store working.
    }
    schedule();
  }
  function schedule(): void {
    if (!ended) timer = setTimeout(() => void renew(), Math.min(vault.leaseMs / youngShare, longestTimerMs));
  }
  schedule();
  return () => {
    ended = true;
    clearTimeout(timer);
  };
}

/** Changes the lease of this vault; returns false when the record has another lease. */
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
