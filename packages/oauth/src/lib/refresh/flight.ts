import { isCloseOAuthError } from '../base/close-oauth-error.ts';
import type { CloseOAuthError } from '../base/close-oauth-error.ts';
import { refreshGrant } from './refresh-grant.ts';
import { pause } from '../vault/pause.ts';
import { assertOpen } from '../vault/vault.ts';
import type { GrantState, Vault } from '../vault/vault.ts';

// After a failed refresh ahead of expiry, a valid token is given about this long before the next try.
const pauseAheadMs = 4000;
// After a failure without another token to give, the next request waits: first this long, then twice as long.
const firstPauseMs = 50;
const longestPauseMs = 2000;
const longestRetryAfterMs = 300_000;
const finalCodes: ReadonlySet<string> = new Set(['reauthorization_required', 'closed']);

/**
 * Gives the refresh of a grant that is under way, or starts one. It belongs to the vault: nobody who waits for it
 * can end it.
 *
 * @param vault - The vault.
 * @param state - The grant.
 * @returns The access token it ends with.
 */
export function joinFlight(vault: Vault, state: GrantState): Promise<string> {
  const running = vault.flights.get(state.key);
  if (running === undefined) return startFlight(vault, state);
  vault.emit('joined', state.id);
  return running;
}

/**
 * Refreshes ahead of expiry, unnoticed by those who use the present token.
 *
 * @param vault - The vault.
 * @param state - The grant.
 */
export function flyAhead(vault: Vault, state: GrantState): void {
  if (!vault.closed() && !vault.flights.has(state.key)) void startFlight(vault, state);
}

function startFlight(vault: Vault, state: GrantState): Promise<string> {
  const flight = fly(vault, state).finally(() => vault.flights.delete(state.key));
  // Every waiter may have left; the failure is in the events then.
  flight.catch(() => undefined);
  vault.flights.set(state.key, flight);
  return flight;
}

async function fly(vault: Vault, state: GrantState): Promise<string> {
  assertOpen(vault);
  try {
    await waitOutTrouble(vault, state);
    const token = await refreshGrant(vault, state);
    state.trouble = undefined;
    postponeRefresh(vault, state);
    return token;
  } catch (error) {
    if (!isCloseOAuthError(error) || finalCodes.has(error.code)) throw error;
    vault.emit('transient', state.id, error.code);
    remember(vault, state, error);
    return goOnWith(vault, state, error);
  }
}

/** Waits out a short pause after a failure; a long one, as the server asked for, ends the flight at once. */
async function waitOutTrouble(vault: Vault, { trouble }: GrantState): Promise<void> {
  const remainingMs = trouble === undefined ? 0 : trouble.endsAt - vault.elapsed();
  if (trouble === undefined || remainingMs <= 0) return;
  if (remainingMs > longestPauseMs) throw trouble.error;
  await pause(vault, remainingMs);
}

function remember(vault: Vault, state: GrantState, error: CloseOAuthError): void {
  const { trouble } = state;
  if (error === trouble?.error) return;
  const failures = (trouble?.failures ?? 0) + 1;
  const backOffMs = Math.min(firstPauseMs * 2 ** Math.min(failures, 10), longestPauseMs);
  const askedMs = Math.min(error.retryAfterMs ?? 0, longestRetryAfterMs);
  const pauseMs = Math.max(askedMs, backOffMs * (0.5 + vault.random() / 2));
  state.trouble = { error, failures, endsAt: vault.elapsed() + pauseMs };
}

/** While refreshes fail, callers get the current token as long as it is valid. */
function goOnWith(vault: Vault, state: GrantState, error: CloseOAuthError): string {
  const { cached } = state;
  if (!cached?.isValid(vault.elapsed())) throw error;
  postponeRefresh(vault, state);
  cached.stretch();
  return cached.accessToken;
}

// After a failure, or while another process refreshes: try again in a few seconds, or when the server said.
function postponeRefresh(vault: Vault, { cached, trouble }: GrantState): void {
  const now = vault.elapsed();
  if (!cached?.isDue(now)) return;
  const pauseMs = Math.min(pauseAheadMs, (cached.expiresAt - now) / 4) * (0.75 + vault.random() / 2);
  cached.postpone(Math.max(trouble?.endsAt ?? 0, now + pauseMs));
}
