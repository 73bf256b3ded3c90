import { isCloseOAuthError } from '../base/close-oauth-error.ts';
import type { CloseOAuthError } from '../base/close-oauth-error.ts';
import { judgeRefusal } from './judge-refusal.ts';
import { releaseLease, renewLease } from './lease.ts';
import type { Lease } from './lease.ts';
import type { ClientConfig } from '../protocol/client-config.ts';
import { refreshTokens } from '../protocol/refresh-tokens.ts';
import { reauthorizationRequired } from '../vault/reauthorization-required.ts';
import { repeatsAtOnce, sendLimit } from '../vault/server-profile.ts';
import { storePair } from './store-pair.ts';
import type { TokenSet } from '../base/token-set.ts';
import type { GrantRecord } from '../record/token-store.ts';
import { pause } from '../vault/pause.ts';
import type { GrantState, UnsavedPair, Vault } from '../vault/vault.ts';

/** A record and its tokens. */
export interface CurrentGrant {
  readonly record: GrantRecord;
  readonly tokens: TokenSet;
}

/** The progress of one refresh. */
export interface Flight {
  /** The number of requests sent. */
  attempts: number;
  /** The newest generation seen; a newer one comes from another process. */
  generation: number | undefined;
}

/** A refresh token that may be spent. */
export interface Spending {
  readonly current: CurrentGrant;
  readonly lease: Lease;
  readonly flight: Flight;
  readonly config: ClientConfig;
}

const repeatPauseMs = 100;
const longerTimeout = 2;

/**
 * Sends the refresh token of a leased record and stores the new pair.
 *
 * @returns The new access token; undefined when the record has to be read again.
 * @throws CloseOAuthError the verdict, or the reason why there is none.
 */
export async function spendToken(
  vault: Vault,
  state: GrantState,
  spending: Spending,
): Promise<string | undefined> {
  const { current, lease, flight, config } = spending;
  if (!lease.isYoung()) {
    await releaseLease(vault, state, { lease, attempts: lease.attempt - 1 });
    return undefined;
  }
  const stopRenewing = renewLease(vault, state);
  try {
    flight.attempts += 1;
    // The response has the only copy of the new pair: it gets more time than other requests.
    const timeoutMs = vault.timeoutMs * longerTimeout;
    const result = await refreshTokens({ ...config, timeoutMs, tokens: current.tokens }).catch(toCoded);
    if (isCloseOAuthError(result)) return await handleFailure(vault, state, { ...spending, error: result });
    if (lease.attempt > 1) vault.emit('ambiguous_recovered', state.id);
    return await keepPair(vault, state, { tokens: result, base: lease.base, status: 'active' });
  } finally {
    stopRenewing();
  }
}

function toCoded(error: unknown): CloseOAuthError {
  if (isCloseOAuthError(error)) return error;
  throw error;
}

async function handleFailure(
  vault: Vault,
  state: GrantState,
  failure: Spending & { readonly error: CloseOAuthError },
): Promise<undefined> {
  const { lease, flight, error } = failure;
  const refused = error.code === 'reauthorization_required';
  if (error.tokens !== undefined) {
    const status = refused ? error.code : 'active';
    await keepPair(vault, state, { tokens: error.tokens, base: lease.base, status });
    if (refused) vault.emit('dead', state.id, error.code);
    throw error;
  }
  if (refused) return judgeRefusal(vault, state, { lease, error });
  const isLost = error.outcomeUnknown && (error.status === undefined || error.status < 300);
  if (isLost && flight.attempts < sendLimit(vault.profile) && mayRepeat(vault, state)) {
    await pause(vault, repeatPauseMs * flight.attempts * (0.5 + vault.random()));
    return undefined;
  }
  const unspent =
    error.code === 'client_misconfigured' || (!error.outcomeUnknown && error.status === undefined);
  await releaseLease(vault, state, { lease, attempts: unspent ? lease.attempt - 1 : lease.attempt });
  throw error;
}

function mayRepeat(vault: Vault, { cached }: GrantState): boolean {
  return !cached?.isValid(vault.elapsed()) || repeatsAtOnce(vault.profile);
}

async function keepPair(vault: Vault, state: GrantState, pair: UnsavedPair): Promise<string | undefined> {
  const { tokens } = pair;
  const outcome = await storePair(vault, state, pair);
  if (outcome.kind === 'superseded') return undefined;
  if (outcome.kind === 'stored' && outcome.record.status === 'revoking') {
    throw reauthorizationRequired(outcome.record);
  }
  if (pair.status !== 'active' || tokens.accessToken === '') return undefined;
  vault.emit('refreshed', state.id);
  return tokens.accessToken;
}
