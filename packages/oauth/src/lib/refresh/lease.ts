import { updateRecord } from '../record/update-record.ts';
import type { GrantLease, GrantRecord } from '../record/token-store.ts';
import type { Flight, Lease, Reading } from '../vault/flight.ts';
import type { GrantState, Vault } from '../vault/vault.ts';

/** The value of {@link GrantLease.rounds} while no other process waits. */
export const noRounds = -1;

// A token is sent at most this many heartbeats after the confirmed write of its lease.
const sendWithinBeats = 2;
const tries = 4;

/**
 * Takes the lease of a record. One write records which flight may spend which refresh token, for how long,
 * and which attempt it is; and it proves that the store accepts writes.
 *
 * @returns The lease, or undefined when the record was changed since it was read.
 */
export async function takeLease(
  vault: Vault,
  { id }: GrantState,
  { flight, record }: { readonly flight: Flight; readonly record: GrantRecord },
): Promise<Lease | undefined> {
  const clock = await vault.records.clock();
  const confirmedAt = readClocks(vault);
  const attempt = attemptsBefore(record, flight) + 1;
  const lease: GrantLease = {
    owner: flight.owner,
    expiresAt: clock + vault.leaseMs,
    fingerprint: record.fingerprint ?? '',
    attempt,
    beat: 0,
    rounds: noRounds,
  };
  const written = await vault.records.write(id, record.version, { ...record, lease });
  if (written === undefined) return undefined;
  const clockOffset = clock - confirmedAt.elapsed;
  return { record: written, attempt, confirmedAt, clockOffset, isSent: false, isOver: false };
}

/** How often the refresh token of a record may have been sent, as far as this flight knows. */
export function attemptsBefore({ lease, fingerprint }: GrantRecord, flight: Flight): number {
  if (lease === null || lease.fingerprint !== fingerprint) return 0;
  const isUnsent = lease.owner === flight.owner && lease.expiresAt !== 0 && !flight.lease?.isSent;
  return isUnsent ? lease.attempt - 1 : lease.attempt;
}

/**
 * Whether another flight, of this process or another, may be spending the refresh token. An expired lease
 * counts as well: its holder must also have been silent before it is taken over.
 *
 * @param owners - The owners that spend nothing: the asking flight, and one that has ended.
 */
export function isLeasedElsewhere({ lease }: GrantRecord, owners: readonly (string | undefined)[]): boolean {
  return lease !== null && lease.expiresAt !== 0 && !owners.includes(lease.owner);
}

/**
 * Whether the token may be sent: the lease was written just now by both clocks. The wall clock includes the
 * sleep of the machine; the monotonic clock cannot be set.
 */
export function maySend(vault: Vault, { confirmedAt, isOver }: Lease): boolean {
  const { elapsed, now } = readClocks(vault);
  const ageMs = Math.max(elapsed - confirmedAt.elapsed, now - confirmedAt.now);
  return !isOver && ageMs <= vault.heartbeatMs * sendWithinBeats;
}

/**
 * Renews a lease: one write over the version last written. It also tells waiting processes that its holder
 * lives. After a conflict the record is read, and the write repeated.
 */
export async function beatLease(vault: Vault, { id }: GrantState, lease: Lease): Promise<void> {
  let confirmedAt = readClocks(vault);
  const { record, isWritten } = await updateRecord(vault.records, id, {
    tries,
    latest: lease.record,
    change(found) {
      if (lease.isOver || found === undefined || !hasLease(found, lease)) return undefined;
      confirmedAt = readClocks(vault);
      return renewed(found, confirmedAt.elapsed + lease.clockOffset + vault.leaseMs);
    },
  });
  if (isWritten) Object.assign(lease, { record, confirmedAt });
  else lease.isOver = true;
}

/**
 * Releases a lease after a refresh without a verdict. The number of attempts that may have reached the server
 * stays in the record, for the next attempt.
 */
export async function releaseLease({ records }: Vault, { id }: GrantState, lease: Lease): Promise<void> {
  lease.isOver = true;
  const attempts = lease.isSent ? lease.attempt : lease.attempt - 1;
  const change = (found: GrantRecord | undefined): GrantRecord | undefined => {
    if (!found?.lease || !hasLease(found, lease)) return undefined;
    return { ...found, lease: attempts === 0 ? null : { ...found.lease, attempt: attempts, expiresAt: 0 } };
  };
  // When this write fails, the lease expires by itself.
  await updateRecord(records, id, { tries, change }).catch(() => undefined);
}

function renewed(record: GrantRecord, expiresAt: number): GrantRecord {
  const { lease } = record;
  return { ...record, lease: lease && { ...lease, expiresAt, beat: lease.beat + 1, rounds: noRounds } };
}

function hasLease({ lease }: GrantRecord, { record }: Lease): boolean {
  return lease !== null && lease.expiresAt !== 0 && lease.owner === record.lease?.owner;
}

function readClocks({ elapsed, now }: Vault): Reading {
  return { elapsed: elapsed(), now: now() };
}
