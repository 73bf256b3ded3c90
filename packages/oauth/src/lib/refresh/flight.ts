import { isCloseOAuthError } from '../base/close-oauth-error.ts';
import type { CloseOAuthError } from '../base/close-oauth-error.ts';
import { refreshGrant } from './refresh-grant.ts';
import { pause } from '../vault/pause.ts';
import { assertOpen } from '../vault/vault.ts';
import type { GrantState, Vault } from '../vault/vault.ts';

// After a failed background refresh, callers get the valid token for about this long before the next attempt.
const pauseAheadMs = 4000;
// After a failure without a valid token, the back-off starts at this pause and doubles.
const firstPauseMs = 50;
const longestPauseMs = 2000;
const longestRetryAfterMs = 300_000;
const finalCodes: readonly string[] = ['reauthorization_required', 'closed'];

/**
 * Joins the refresh of a grant in flight, or starts one. It belongs to the vault: its callers cannot abort
 * it.
 */
export function joinFlight(vault: Vault, state: GrantState): Promise<string> {
  const running = vault.flights.get(state.key);
  if (running === undefined) return startFlight(vault, state);
  vault.emit('joined', state.id);
  return running;
}

/** Starts a background refresh, unless one is in flight. */
export function flyAhead(vault: Vault, state: GrantState): void {
  if (!vault.closed() && !vault.flights.has(state.key)) void startFlight(vault, state);
}

function startFlight(vault: Vault, state: GrantState): Promise<string> {
  const flight = fly(vault, state).finally(() => vault.flights.delete(state.key));
  // All callers may have aborted their wait; `onEvent` reports the failure.
  flight.catch(() => undefined);
  vault.flights.set(state.key, flight);
  return flight;
}

async function fly(vault: Vault, state: GrantState): Promise<string> {
  assertOpen(vault);
  try {
    await waitOutBackOff(vault, state);
    const token = await refreshGrant(vault, state);
    state.backOff = undefined;
    postponeRefresh(vault, state);
    return token;
  } catch (error) {
    if (!isCloseOAuthError(error) || finalCodes.includes(error.code)) throw error;
    vault.emit('transient', state.id, error.code);
    startBackOff(vault, state, error);
    return serveCurrent(vault, state, error);
  }
}

/** Waits for the end of a short back-off; a long one, after a `Retry-After`, fails the flight at once. */
async function waitOutBackOff(vault: Vault, { backOff }: GrantState): Promise<void> {
  if (backOff === undefined) return;
  const remainingMs = backOff.endsAt - vault.elapsed();
  if (remainingMs <= 0) return;
  if (remainingMs > longestPauseMs) throw backOff.error;
  await pause(vault, remainingMs);
}

function startBackOff(vault: Vault, state: GrantState, error: CloseOAuthError): void {
  const { backOff } = state;
  if (error === backOff?.error) return;
  const failures = (backOff?.failures ?? 0) + 1;
  const backOffMs = Math.min(firstPauseMs * 2 ** Math.min(failures, 10), longestPauseMs);
  const retryAfterMs = Math.min(error.retryAfterMs ?? 0, longestRetryAfterMs);
  const pauseMs = Math.max(retryAfterMs, backOffMs * (0.5 + vault.random() / 2));
  state.backOff = { error, failures, endsAt: vault.elapsed() + pauseMs };
}

/** While refreshes fail, callers get the current token as long as it is valid. */
function serveCurrent(vault: Vault, state: GrantState, error: CloseOAuthError): string {
  const { cached } = state;
  if (!cached?.isValid(vault.elapsed())) throw error;
  postponeRefresh(vault, state);
  cached.stretch();
  return cached.accessToken;
}

// After a failure, or while another process refreshes: try again in a few seconds, or after the
// `Retry-After`.
function postponeRefresh(vault: Vault, { cached, backOff }: GrantState): void {
  const now = vault.elapsed();
  if (!cached?.isDue(now)) return;
  const pauseMs = Math.min(pauseAheadMs, (cached.expiresAt - now) / 4) * (0.75 + vault.random() / 2);
  cached.postpone(Math.max(backOff?.endsAt ?? 0, now + pauseMs));
}
