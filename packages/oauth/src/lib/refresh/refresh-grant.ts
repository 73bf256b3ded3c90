import { awaitRecord } from './await-record.ts';
import { CloseOAuthError } from '../base/close-oauth-error.ts';
import { attemptsBefore, isLeasedElsewhere, takeLease } from './lease.ts';
import { reauthorizationRequired } from '../vault/reauthorization-required.ts';
import { repeatsAtOnce } from '../vault/server-profile.ts';
import { spendToken } from './spend-token.ts';
import type { CurrentGrant, Flight } from './spend-token.ts';
import { tryToStore } from './store-pair.ts';
import { pause } from '../vault/pause.ts';
import { cacheTokens, freshUntilOf } from '../vault/cache-tokens.ts';
import type { TokenSet } from '../base/token-set.ts';
import type { GrantRecord } from '../record/token-store.ts';
import type { GrantState, UnsavedPair, Vault } from '../vault/vault.ts';

const roundLimit = 12;
const staleReadLimit = 3;
const lostRacePauseMs = 20;

/**
 * Returns a usable access token of a grant: the stored one if it is fresh, else a new one, which is stored
 * before it is returned. There is one call per grant and vault at a time. Among vaults, the lease in the
 * record lets one spend the refresh token; the others wait for the new pair.
 *
 * @throws CloseOAuthError `reauthorization_required` when the user has to connect again; with other codes
 * nothing is lost.
 */
export async function refreshGrant(vault: Vault, state: GrantState): Promise<string> {
  const flight: Flight = { attempts: 0, generation: state.cached?.generation };
  for (let round = 0; round < roundLimit; round += 1) {
    const current = await readCurrent(vault, state, flight);
    const { tokens, record } = current;
    if (isStale(state, record, round)) {
      await pause(vault, lostRacePauseMs);
      continue;
    }
    if (isUsable(vault, state, tokens)) return tokens.accessToken;
    const step = await chooseStep(vault, state, { current, flight });
    if (step === 'serve') return tokens.accessToken;
    if (step === 'reread') continue;
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
  const { unsaved } = state;
  if (unsaved !== undefined) await settleUnsaved(vault, state, unsaved);
  const record = await vault.records.load(state.id);
  if (record?.status !== 'active') {
    state.cached = undefined;
    throw reauthorizationRequired(record);
  }
  const tokens = await vault.records.open(state.id, record);
  cacheTokens(vault, state, { ...record, tokens });
  if (flight.generation !== undefined && record.generation > flight.generation) {
    vault.emit('adopted', state.id);
    flight.generation = record.generation;
  }
  return { record, tokens };
}

// To spend a refresh token before the last pair is stored would put two pairs at risk.
async function settleUnsaved(vault: Vault, state: GrantState, pair: UnsavedPair): Promise<void> {
  const outcome = await tryToStore(vault, state, pair);
  if (outcome.kind !== 'unsaved') return;
  const message = 'New tokens could not be stored; they are kept in memory. Repair the store.';
  throw new CloseOAuthError('store_unavailable', message);
}

// A record older than the cached token is read again, then accepted: the store may have been restored.
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

/** Serve the current token, read the record again after another process has refreshed, or refresh. */
type Step = 'serve' | 'reread' | 'refresh';

async function chooseStep(
  vault: Vault,
  state: GrantState,
  { current: { record }, flight }: { readonly current: CurrentGrant; readonly flight: Flight },
): Promise<Step> {
  const { cached } = state;
  const now = vault.elapsed();
  if (record.lease === null) return 'refresh';
  if (isLeasedElsewhere(vault, record, await vault.records.clock())) {
    if (cached?.isFresh(now)) return 'serve';
    flight.generation ??= record.generation;
    await awaitRecord(vault, state, record);
    return 'reread';
  }
  // The token may have been spent: where reuse revokes the grant, the next attempt waits until the old token
  // expires.
  const mustWait = attemptsBefore(record) > 0 && !repeatsAtOnce(vault.profile);
  if (!mustWait || !cached?.isValid(now)) return 'refresh';
  cached.postpone(cached.expiresAt);
  cached.stretch();
  return 'serve';
}
