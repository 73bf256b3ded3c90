import type { CloseOAuthError } from '../base/close-oauth-error.ts';
import { isLeasedElsewhere } from './lease.ts';
import { progressOf } from '../vault/flight.ts';
import type { Flight, Lease } from '../vault/flight.ts';
import type { GrantRecord } from '../record/token-store.ts';
import { updateRecord } from '../record/update-record.ts';
import { pauseUntil } from '../vault/pause.ts';
import { assertOpen } from '../vault/vault.ts';
import type { GrantState, Vault } from '../vault/vault.ts';

/** A refusal, and the lease of the refused token. */
export interface Refusal {
  readonly lease: Lease;
  readonly flight: Flight;
  readonly error: CloseOAuthError;
}

/**
 * Judges an `invalid_grant` of the server. It is a verdict on the refresh token, not on the grant: another
 * process may have refreshed the grant and be about to store the new pair. The grant is marked as dead only
 * if the store still holds the refused token and no other flight may be spending it. If another flight may
 * have sent the token before, it gets time to store a late pair. The record is kept, so that a pair that comes
 * later still is stored over the mark.
 *
 * @returns Undefined when the record has to be read again.
 * @throws CloseOAuthError the refusal, once the grant is marked.
 */
export async function judgeRefusal(vault: Vault, state: GrantState, refusal: Refusal): Promise<undefined> {
  const { lease, flight, error } = refusal;
  lease.isOver = true;
  const graceMs = lease.attempt > flight.attempts ? vault.windowMs : 0;
  const endsAt = Math.min(vault.elapsed() + graceMs, flight.endsAt);
  while (vault.elapsed() < endsAt) {
    if (!isRefused(await vault.records.load(state.id), state, refusal)) return undefined;
    await pauseUntil(vault, Math.min(endsAt, vault.elapsed() + vault.heartbeatMs));
    assertOpen(vault);
  }
  // After a conflict, such as with a process that waits, the refused token is not sent again.
  const { isWritten } = await updateRecord(vault.records, state.id, {
    change: (found) =>
      isRefused(found, state, refusal)
        ? { ...found, status: 'reauthorization_required', lease: null }
        : undefined,
  });
  if (!isWritten) return undefined;
  state.cached = undefined;
  const details = { ...progressOf(flight), code: error.code };
  if (lease.attempt > 1) vault.emit('ambiguous_lost', state.id, details);
  vault.emit('dead', state.id, details);
  throw error;
}

/** Whether a record still holds the refused token, and no other flight may be spending that. */
function isRefused(
  found: GrantRecord | undefined,
  { endedOwner }: GrantState,
  { lease, flight }: Refusal,
): found is GrantRecord {
  if (found?.fingerprint !== lease.record.fingerprint || found?.status !== 'active') return false;
  return !isLeasedElsewhere(found, [flight.owner, endedOwner]);
}
