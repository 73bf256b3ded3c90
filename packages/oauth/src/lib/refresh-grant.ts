import { CloseOAuthError, isCloseOAuthError } from './close-oauth-error.ts';
import { refreshTokens } from './protocol/refresh-tokens.ts';
import { revokeTokens } from './protocol/revoke-tokens.ts';
import type { ClientConfig } from './protocol/client-config.ts';
import { storePair, tryToStore } from './store-pair.ts';
import type { TokenSet } from './token-set.ts';
import type { GrantRecord } from './token-store.ts';
import { freshUntil, hold } from './vault.ts';
import type { GrantState, UnsavedPair, Vault } from './vault.ts';

interface Current {
  readonly record: GrantRecord;
  readonly tokens: TokenSet;
}

interface Failure {
  readonly base: GrantRecord;
  readonly error: CloseOAuthError;
}

const rounds = 4;
const verdictWaitsMs = [0, 100, 400] as const;

/**
 * Finds a usable access token for a grant: the store's if it is fresh, else a new one from the server, which is
 * stored before it is returned. Runs at most once at a time per grant.
 *
 * @param vault - the vault
 * @param state - the grant
 * @returns the access token
 * @throws CloseOAuthError `reauthorization_required` when only the user can help; else a code that keeps the tokens
 */
export async function refreshGrant(vault: Vault, state: GrantState): Promise<string> {
  for (let round = 0; round < rounds; round += 1) {
    const current = await readCurrent(vault, state);
    const { tokens } = current;
    if (tokens.accessToken !== state.refused && vault.now() < freshUntil(tokens, vault))
      return tokens.accessToken;
    const renewed = await spend(vault, state, current);
    if (renewed !== undefined) return renewed;
  }
  throw new CloseOAuthError('refresh_unavailable', 'The record of the grant kept changing. Try again.');
}

async function readCurrent(vault: Vault, state: GrantState): Promise<Current> {
  if (state.unsaved !== undefined) await settleUnsaved(vault, state);
  const record = await vault.records.load(state.id);
  if (record?.status !== 'active') {
    state.held = undefined;
    throw reauthorizationRequired(record);
  }
  const tokens = await vault.records.open(state.id, record);
  const known = state.held?.generation;
  hold(vault, state, { tokens, version: record.version, generation: record.generation });
  if (known !== undefined && record.generation > known) vault.emit('adopted', state.id);
  return { record, tokens };
}

// Spending the next refresh token before the last one is stored would put two pairs at risk.
async function settleUnsaved(vault: Vault, state: GrantState): Promise<void> {
  const pair = state.unsaved;
  if (pair === undefined) return;
  const outcome = await tryToStore(vault, state, pair);
  if (outcome.kind === 'unsaved') {
    const message =
      'The token store does not take the new tokens; they are kept in memory. Repair the store.';
    throw new CloseOAuthError('store_unavailable', message);
  }
}

/** Returns undefined when the store holds something newer by now. */
async function spend(vault: Vault, state: GrantState, current: Current): Promise<string | undefined> {
  const { records, now } = vault;
  const config = await vault.config();
  // A store that takes this write will most likely take the next one: nothing is spent while it is down.
  const base: GrantRecord = { ...current.record, version: current.record.version + 1, updatedAt: now() };
  if (!(await records.write(state.id, current.record.version, base))) return undefined;
  let tokens: TokenSet;
  try {
    tokens = await sendTwiceAtMost({ ...config, tokens: current.tokens });
  } catch (error) {
    if (!isCloseOAuthError(error)) throw error;
    return handleFailure(vault, state, { base, error });
  }
  return keep(vault, state, { tokens, base, status: 'active' });
}

async function handleFailure(vault: Vault, state: GrantState, failure: Failure): Promise<undefined> {
  const { base, error } = failure;
  const refused = error.code === 'reauthorization_required';
  if (error.tokens !== undefined) {
    await keep(vault, state, { tokens: error.tokens, base, status: refused ? error.code : 'active' });
    if (refused) markDead(vault, state, error);
    throw error;
  }
  if (!refused) throw error;
  return judge(vault, state, failure);
}

// Without a reply we do not own the successor, so sending the same token again can only help: it saves the
// connection when the request never arrived, or when the server answers a repetition.
async function sendTwiceAtMost(options: ClientConfig & { tokens: TokenSet }): Promise<TokenSet> {
  try {
    return await refreshTokens(options);
  } catch (error) {
    if (!isCloseOAuthError(error) || !error.outcomeUnknown) throw error;
    return refreshTokens(options);
  }
}

async function keep(vault: Vault, state: GrantState, pair: UnsavedPair): Promise<string | undefined> {
  const { tokens } = pair;
  const outcome = await storePair(vault, state, pair);
  if (outcome.kind === 'superseded') {
    if (outcome.record.status === 'revoked') await endOrphan(vault, tokens);
    return undefined;
  }
  if (outcome.kind === 'stored' && outcome.record.status === 'revoking') {
    throw reauthorizationRequired(outcome.record);
  }
  if (pair.status !== 'active') return undefined;
  if (outcome.kind === 'stored') {
    const { version, generation } = outcome.record;
    hold(vault, state, { tokens, version, generation });
  }
  vault.emit('refreshed', state.id);
  return tokens.accessToken;
}

// The grant was disconnected elsewhere while its pair was renewed: what nobody stores must not live on.
async function endOrphan(vault: Vault, tokens: TokenSet): Promise<void> {
  try {
    await revokeTokens({ ...(await vault.config()), tokens });
  } catch {
    // The user is disconnected here; the pair ends with its own life.
  }
}

/**
 * The server's refusal speaks about the token that was sent, not about the grant: another process may have
 * renewed it and be about to store the pair.
 */
async function judge(vault: Vault, state: GrantState, refusal: Failure): Promise<undefined> {
  const { records, now } = vault;
  for (const waitMs of verdictWaitsMs) {
    if (waitMs > 0) await vault.sleep(waitMs, vault.closing);
    const found = await records.load(state.id);
    if (found?.fingerprint !== refusal.base.fingerprint || found?.status !== 'active') return undefined;
    if (waitMs !== verdictWaitsMs.at(-1)) continue;
    const dead: GrantRecord = {
      ...found,
      version: found.version + 1,
      status: 'reauthorization_required',
      updatedAt: now(),
    };
    if (!(await records.write(state.id, found.version, dead))) return undefined;
  }
  markDead(vault, state, refusal.error);
  throw refusal.error;
}

function markDead(vault: Vault, state: GrantState, error: CloseOAuthError): void {
  state.held = undefined;
  vault.emit('dead', state.id, error.code);
}

function reauthorizationRequired(record: GrantRecord | undefined): CloseOAuthError {
  const why = record === undefined ? 'was never connected' : 'is no longer connected';
  return new CloseOAuthError('reauthorization_required', `This user ${why}. Send them through the login.`);
}
