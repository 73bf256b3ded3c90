import { awaitRecord } from './await-record.ts';
import { CloseOAuthError } from '../base/close-oauth-error.ts';
import { isLeasedElsewhere, sendingsBefore, takeLease } from './lease.ts';
import { reauthorizationRequired } from '../vault/reauthorization-required.ts';
import { repeatsAtOnce } from '../vault/server-profile.ts';
import { spendToken } from './spend-token.ts';
import type { CurrentGrant, Flight } from './spend-token.ts';
import { tryToStore } from './store-pair.ts';
import { pause } from '../vault/pause.ts';
import { cacheTokens, freshUntilOf } from '../vault/cache-tokens.ts';
import type { TokenSet } from '../base/token-set.ts';
import type { GrantRecord } from '../record/token-store.ts';
import type { GrantState, Vault } from '../vault/vault.ts';

const roundLimit = 12;
const staleReadLimit = 3;
const lostRacePauseMs = 20;

/**
 * Finds a usable access token for a grant: the store's if it is fresh, else a new one from the server, which is
 * stored before it is returned. Runs at most once at a time per grant and vault; among vaults, the lease in the
 * record lets one spend the refresh token and the others wait for what it brings.
 *
 * @param vault - The vault.
 * @param state - The grant.
 * @returns The access token.
 * @throws CloseOAuthError `reauthorization_required` when only the user can help; else a code that keeps the tokens.
 */
export async function refreshGrant(vault: Vault, state: GrantState): Promise<string> {
  const flight: Flight = { sendings: 0, generation: state.cached?.generation };
  for (let round = 0; round < roundLimit; round += 1) {
    const current = await readCurrent(vault, state, flight);
    const { tokens, record } = current;
    if (isStale(state, record, round)) {
      await pause(vault, lostRacePauseMs);
      continue;
    }
    if (isUsable(vault, state, tokens)) return tokens.accessToken;
    const step = await chooseStep(vault, state, { current, flight });
    if (step.kind === 'serve') return step.accessToken;
    if (step.kind === 'reread') continue;
    const config = await vault.config();
    const lease = await takeLease(vault, state, record);
    if (lease === undefined) {
      await pause(vault, lostRacePauseMs * vault.random());
      continue;
    }
    const renewed = await spendToken(vault, state, { current, lease, flight, config });
    if (renewed !== undefined) return renewed;
  }
  throw new CloseOAuthError('refresh_unavailable', 'Too many concurrent updates to this grant. Try again.');
}

async function readCurrent(vault: Vault, state: GrantState, flight: Flight): Promise<CurrentGrant> {
  if (state.unsaved !== undefined) await settleUnsaved(vault, state);
  const record = await vault.records.load(state.id);
  if (record?.status !== 'active') {
    state.cached = undefined;
    throw reauthorizationRequired(record);
  }
  const tokens = await vault.records.open(state.id, record);
  cacheTokens(vault, state, { tokens, version: record.version, generation: record.generation });
  if (flight.generation !== undefined && record.generation > flight.generation) {
    vault.emit('adopted', state.id);
    flight.generation = record.generation;
  }
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

// A read that is older than what this process knows is repeated, then believed: the store may be a restored one.
function isStale(state: GrantState, record: GrantRecord, round: number): boolean {
  if (state.cached === undefined || state.cached.version <= record.version) return false;
  if (round >= staleReadLimit) state.cached = undefined;
  return true;
}

function isUsable(vault: Vault, { cached, refused }: GrantState, tokens: TokenSet): boolean {
  return (
    tokens.accessToken !== refused &&
    vault.now() < freshUntilOf(tokens, vault) &&
    !cached?.isDue(vault.elapsed())
  );
}

/** Serve the current token, read the record again after another process has finished, or refresh. */
type Step =
  | { readonly kind: 'serve'; readonly accessToken: string }
  | { readonly kind: 'reread' | 'refresh' };

async function chooseStep(
  vault: Vault,
  state: GrantState,
  { current: { record }, flight }: { readonly current: CurrentGrant; readonly flight: Flight },
): Promise<Step> {
  const { cached } = state;
  const now = vault.elapsed();
  if (record.lease === null) return { kind: 'refresh' };
  if (isLeasedElsewhere(vault, record, await vault.records.clock())) {
    if (cached?.isFresh(now)) return { kind: 'serve', accessToken: cached.accessToken };
    flight.generation ??= record.generation;
    await awaitRecord(vault, state, record);
    return { kind: 'reread' };
  }
  const mustWait = sendingsBefore(record) > 0 && !repeatsAtOnce(vault.profile);
  if (!mustWait || !cached?.isValid(now)) return { kind: 'refresh' };
  cached.postpone(cached.expiresAt);
  cached.stretch();
  return { kind: 'serve', accessToken: cached.accessToken };
}
