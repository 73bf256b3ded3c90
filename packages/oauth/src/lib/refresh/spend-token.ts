import { isCloseOAuthError } from '../base/close-oauth-error.ts';
import type { CloseOAuthError } from '../base/close-oauth-error.ts';
import { judgeRefusal } from './judge-refusal.ts';
import { releaseLease } from './lease.ts';
import { refreshTokens } from '../protocol/refresh-tokens.ts';
import { reauthorizationRequired } from '../vault/reauthorization-required.ts';
import { repeatsAtOnce, sendLimit } from '../vault/server-profile.ts';
import { storePair } from './store-pair.ts';
import type { TokenSet } from '../base/token-set.ts';
import { tokenTime } from '../vault/cache-tokens.ts';
import type { Turn } from '../vault/endpoint-pace.ts';
import type { OAuthEventDetails } from '../vault/event.ts';
import { progressOf } from '../vault/flight.ts';
import type { Flight, Lease } from '../vault/flight.ts';
import type { GrantRecord } from '../record/token-store.ts';
import { pause, pauseUntil } from '../vault/pause.ts';
import type { GrantState, UnsavedPair, Vault } from '../vault/vault.ts';

/** A record and its tokens. */
export interface CurrentGrant {
  readonly record: GrantRecord;
  readonly tokens: TokenSet;
}

/** A refresh token that may be spent. */
export interface Spending {
  readonly current: CurrentGrant;
  readonly lease: Lease;
  readonly flight: Flight;
  readonly config: Awaited<ReturnType<Vault['config']>>;
  readonly turn: Turn;
}

const repeatPauseMs = 100;

/**
 * Sends the refresh token of a leased record and stores the new pair. It listens until the connection ends or
 * the patience is over; in that time nothing else sends the token, whatever the lease says.
 *
 * @returns The new access token; undefined when the record has to be read again.
 * @throws CloseOAuthError the verdict, or the reason why there is none.
 */
export async function spendToken(
  vault: Vault,
  state: GrantState,
  spending: Spending,
): Promise<string | undefined> {
  const { lease, flight, turn } = spending;
  lease.isSent = true;
  flight.attempts += 1;
  // The pair will replace this record and no other.
  const base = lease.record;
  turn.send();
  const result = await listen(vault, spending);
  turn.end(isCloseOAuthError(result) ? result : { status: 200 });
  if (isCloseOAuthError(result)) return handleFailure(vault, state, { ...spending, base, error: result });
  if (lease.attempt > 1) vault.emit('ambiguous_recovered', state.id, renewalOf(flight, base));
  return keepPair(vault, state, { flight, pair: { tokens: result, base, status: 'active' } });
}

async function listen(
  vault: Vault,
  { config, current, flight }: Spending,
): Promise<TokenSet | CloseOAuthError> {
  const answered = new AbortController();
  const patience = new AbortController();
  const hangUp = (): void => patience.abort(new DOMException('No response in time', 'TimeoutError'));
  const stopListening = vault.ended.onSet(hangUp);
  const patienceMs = Math.min(vault.replyPatienceMs, flight.endsAt - vault.elapsed());
  void outlast(vault, patienceMs, answered.signal).then(hangUp);
  try {
    return await refreshTokens({ ...config, signal: patience.signal, tokens: current.tokens });
  } catch (error) {
    if (isCloseOAuthError(error)) return error;
    throw error;
  } finally {
    stopListening();
    answered.abort();
  }
}

// Counted in heartbeats: time in which the process stood still does not use up the patience, because the
// request may not even have left.
async function outlast(vault: Vault, patienceMs: number, signal: AbortSignal): Promise<void> {
  for (let leftMs = patienceMs; leftMs > 0 && !signal.aborted; leftMs -= vault.heartbeatMs) {
    await pauseUntil(vault, vault.elapsed() + Math.min(leftMs, vault.heartbeatMs), signal);
  }
}

async function handleFailure(
  vault: Vault,
  state: GrantState,
  failure: Spending & { readonly base: GrantRecord; readonly error: CloseOAuthError },
): Promise<undefined> {
  const { lease, flight, base, error } = failure;
  const isRefused = error.code === 'reauthorization_required';
  if (error.tokens !== undefined) {
    const status = isRefused ? error.code : 'active';
    await keepPair(vault, state, { flight, pair: { tokens: error.tokens, base, status } });
    if (isRefused) vault.emit('dead', state.id, { ...progressOf(flight), code: error.code });
    throw error;
  }
  if (isRefused) return judgeRefusal(vault, state, { lease, flight, error });
  const isLost = error.outcomeUnknown && (error.status === undefined || error.status < 300);
  if (isLost && flight.attempts < sendLimit(vault.profile) && mayRepeat(vault, state)) {
    await pause(vault, repeatPauseMs * flight.attempts * (0.5 + vault.random()));
    return undefined;
  }
  // The app was refused, or the connection: the token was not spent.
  if (error.code === 'client_misconfigured' || (!error.outcomeUnknown && error.status === undefined)) {
    lease.isSent = false;
  }
  await releaseLease(vault, state, lease);
  throw error;
}

function mayRepeat(vault: Vault, { cached }: GrantState): boolean {
  return repeatsAtOnce(vault.profile) || !cached?.isValid(tokenTime(vault, cached));
}

async function keepPair(
  vault: Vault,
  state: GrantState,
  { pair, flight }: { readonly pair: UnsavedPair; readonly flight: Flight },
): Promise<string | undefined> {
  const { tokens, base } = pair;
  const outcome = await storePair(vault, state, { pair, flight });
  // The lease went with the record that the pair has replaced: nothing is left to release.
  if (outcome.kind !== 'unsaved' && flight.lease !== undefined) flight.lease.isOver = true;
  if (outcome.kind === 'superseded') return undefined;
  if (outcome.kind === 'stored' && outcome.record.status === 'revoking') {
    throw reauthorizationRequired(outcome.record);
  }
  if (pair.status !== 'active' || tokens.accessToken === '') return undefined;
  vault.emit('refreshed', state.id, renewalOf(flight, base));
  return tokens.accessToken;
}

function renewalOf(flight: Flight, spent: GrantRecord): OAuthEventDetails {
  return { ...progressOf(flight), generation: spent.generation + 1 };
}
