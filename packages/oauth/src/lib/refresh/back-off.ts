import type { CloseOAuthError } from '../base/close-oauth-error.ts';
import { tokenTime } from '../vault/cache-tokens.ts';
import { pause } from '../vault/pause.ts';
import type { GrantState, Vault } from '../vault/vault.ts';

// After a failed refresh, callers get a valid token for about this long before the next attempt.
const pauseAheadMs = 4000;
// After a failure without a valid token, the back-off starts at this pause and doubles.
const firstPauseMs = 50;
const longestPauseMs = 2000;
const longestRetryAfterMs = 300_000;

/** Waits for the end of a short back-off; a long one, after a `Retry-After`, fails the flight at once. */
export async function waitOutBackOff(vault: Vault, { backOff }: GrantState): Promise<void> {
  if (backOff === undefined) return;
  const remainingMs = backOff.endsAt - vault.elapsed();
  if (remainingMs <= 0) return;
  if (remainingMs > longestPauseMs) throw backOff.error;
  await pause(vault, remainingMs);
}

/** Sets the pause before the next refresh of a grant: that of the server, or one that doubles. */
export function startBackOff(vault: Vault, state: GrantState, error: CloseOAuthError): void {
  const { backOff } = state;
  if (error === backOff?.error) return;
  const failures = (backOff?.failures ?? 0) + 1;
  const backOffMs = Math.min(firstPauseMs * 2 ** Math.min(failures, 10), longestPauseMs);
  const retryAfterMs = Math.min(error.retryAfterMs ?? 0, longestRetryAfterMs);
  const pauseMs = Math.max(retryAfterMs, backOffMs * (0.5 + vault.random() / 2));
  state.backOff = { error, failures, endsAt: vault.elapsed() + pauseMs };
}

/**
 * While there is no new token, callers get the current one as long as it is valid.
 *
 * @throws The error, when it is not.
 */
export function serveCurrent(vault: Vault, state: GrantState, error: CloseOAuthError): string {
  const { cached } = state;
  if (!cached?.isValid(tokenTime(vault, cached))) throw error;
  postponeRefresh(vault, state);
  return cached.accessToken;
}

/** Serves a valid token for a few seconds more, or until the end of the back-off, before the next refresh. */
export function postponeRefresh(vault: Vault, { cached, backOff }: GrantState): void {
  if (cached === undefined) return;
  const now = tokenTime(vault, cached);
  const pauseMs = Math.min(pauseAheadMs, (cached.expiresAt - now) / 4) * (0.75 + vault.random() / 2);
  cached.postpone(Math.max(backOff?.endsAt ?? 0, now + pauseMs));
  cached.stretch();
}
