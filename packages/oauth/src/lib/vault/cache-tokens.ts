import type { TokenSet } from '../base/token-set.ts';
import { CachedToken } from './cached-token.ts';
import type { GrantState, Vault } from './vault.ts';

// A refresh is due in the last tenth of a token's lifetime, a quarter earlier or later by process and token.
const dueShare = 0.1;

/** Puts an access token into memory, unless a newer one is there. */
export function cacheTokens(
  vault: Vault,
  state: GrantState,
  known: { readonly tokens: TokenSet; readonly version: number; readonly generation: number },
): void {
  const { tokens, version, generation } = known;
  const { cached } = state;
  if (cached !== undefined && cached.version > version) return;
  const { accessToken, expiresAt, issuedAt } = tokens;
  if (cached?.accessToken === accessToken) {
    cached.version = version;
    cached.generation = generation;
    return;
  }
  const toElapsed = vault.elapsed() - vault.now();
  const freshUntil = freshUntilOf(tokens, vault) + toElapsed;
  const aheadMs = (expiresAt - issuedAt) * dueShare * (0.75 + vault.random() / 2);
  state.cached = new CachedToken({
    accessToken,
    version,
    generation,
    toElapsed,
    expiresAt: expiresAt + toElapsed,
    freshUntil,
    dueAt: freshUntil - aheadMs,
  });
  if (accessToken === '' || accessToken === state.refused) state.cached.refuse();
}

/**
 * The time for decisions on a cached token: the monotonic clock, or the wall clock when that has advanced
 * further, as it does while the machine sleeps.
 */
export function tokenTime({ elapsed, now }: Pick<Vault, 'elapsed' | 'now'>, cached: CachedToken): number {
  return Math.max(elapsed(), now() + cached.toElapsed);
}

/** When an access token stops being fresh, by the wall clock. */
export function freshUntilOf(tokens: TokenSet, vault: Pick<Vault, 'refreshMarginMs'>): number {
  const lifetimeMs = tokens.expiresAt - tokens.issuedAt;
  // At most half of a short lifetime is margin, or the token would be refreshed at every call.
  return tokens.expiresAt - Math.min(vault.refreshMarginMs, lifetimeMs / 2);
}
