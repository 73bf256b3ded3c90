import { isCloseOAuthError } from '../base/close-oauth-error.ts';
import type { CloseOAuthError } from '../base/close-oauth-error.ts';
import { judgeRefusal } from './judge-refusal.ts';
import { endLease, keepLease } from './lease.ts';
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

/** A record and the tokens in it. */
export interface CurrentGrant {
  readonly record: GrantRecord;
  readonly tokens: TokenSet;
}

/** What one search for a usable token has done so far. */
export interface Flight {
  /** How many requests it has sent. */
  sendings: number;
  /** The newest generation it knew; one that is newer still was made by others. */
  generation: number | undefined;
}

/** What is needed to spend a refresh token. */
export interface Spending {
  readonly current: CurrentGrant;
  readonly lease: Lease;
  readonly flight: Flight;
  readonly config: ClientConfig;
}

const repeatPauseMs = 100;
const longerTimeout = 2;

/**
 * Sends the refresh token of a leased record and stores what comes back.
 *
 * @param vault - The vault.
 * @param state - The grant.
 * @param spending - The record, its lease and what went before.
 * @returns The new access token; undefined when the record is to be read again.
 * @throws CloseOAuthError the verdict, or why there is none.
 */
export async function spendToken(
  vault: Vault,
  state: GrantState,
  spending: Spending,
): Promise<string | undefined> {
  const { current, lease, flight, config } = spending;
  if (!lease.isYoung()) {
    await endLease(vault, state, { lease, sendings: lease.attempt - 1 });
    return undefined;
  }
  const release = keepLease(vault, state);
  try {
    flight.sendings += 1;
    // The reply holds the only copy of the new pair: it is awaited after others would have given up.
    const timeoutMs = vault.timeoutMs * longerTimeout;
    const reply = await refreshTokens({ ...config, timeoutMs, tokens: current.tokens }).catch(toCoded);
    if (isCloseOAuthError(reply)) return await handleFailure(vault, state, { ...spending, error: reply });
    if (lease.attempt > 1) vault.emit('ambiguous_recovered', state.id);
    return await keepPair(vault, state, { tokens: reply, base: lease.base, status: 'active' });
  } finally {
    release();
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
  const unanswered = error.outcomeUnknown && (error.status === undefined || error.status < 300);
  if (unanswered && flight.sendings < sendLimit(vault.profile) && mayRepeat(vault, state)) {
    await pause(vault, repeatPauseMs * flight.sendings * (0.5 + vault.random()));
    return undefined;
  }
  const unspent =
    error.code === 'client_misconfigured' || (!error.outcomeUnknown && error.status === undefined);
  await endLease(vault, state, { lease, sendings: unspent ? lease.attempt - 1 : lease.attempt });
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
