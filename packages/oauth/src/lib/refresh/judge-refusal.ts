import type { CloseOAuthError } from '../base/close-oauth-error.ts';
import { isLeasedElsewhere } from './lease.ts';
import type { Lease } from './lease.ts';
import type { GrantRecord } from '../record/token-store.ts';
import { pause } from '../vault/pause.ts';
import type { GrantState, Vault } from '../vault/vault.ts';

/** A refusal, and the lease of the refused token. */
export interface Refusal {
  readonly lease: Lease;
  readonly error: CloseOAuthError;
}

const shortWaitsMs = [0, 100, 400] as const;
const longWaits = 12;
const growth = 1.5;

/**
 * Judges an `invalid_grant` of the server. It is a verdict on the refresh token, not on the grant: another
 * process may have refreshed the grant and be about to store the new pair. The grant is marked as dead only
 * if the store still holds the refused token after a grace period and no other process may be spending it.
 * The record is kept, so that a late winner can still store its pair.
 *
 * @returns Undefined when the record has to be read again.
 * @throws CloseOAuthError the refusal, once the grant is marked.
 */
export async function judgeRefusal(vault: Vault, state: GrantState, refusal: Refusal): Promise<undefined> {
  const { records } = vault;
  const { lease, error } = refusal;
  const waitsMs = lease.attempt > 1 ? graceWaitsMs(vault) : shortWaitsMs;
  let found: GrantRecord | undefined;
  for (const waitMs of waitsMs) {
    if (waitMs > 0) await pause(vault, waitMs);
    found = await records.load(state.id);
    if (found === undefined || found.fingerprint !== lease.base.fingerprint || found.status !== 'active')
      return undefined;
  }
  if (found === undefined) return undefined;
  if (found.lease !== null && isLeasedElsewhere(vault, found, await records.clock())) return undefined;
  const dead = { ...found, status: 'reauthorization_required', lease: null } as const;
  if (!(await records.write(state.id, found.version, dead))) return undefined;
  state.cached = undefined;
  if (lease.attempt > 1) vault.emit('ambiguous_lost', state.id, error.code);
  vault.emit('dead', state.id, error.code);
  throw error;
}

// If the token may have been sent before, its sender may be slow or paused: it gets the time of a request.
function graceWaitsMs({ timeoutMs }: Vault): number[] {
  const shares = Array.from({ length: longWaits }, (_, index) => growth ** index);
  const total = shares.reduce((sum, share) => sum + share, 0);
  return [0, ...shares.map((share) => (share / total) * timeoutMs)];
}
