import { CloseOAuthError } from '../base/close-oauth-error.ts';
import { postponeRefresh } from './back-off.ts';
import { attemptsBefore, isLeasedElsewhere, maySend, takeLease } from './lease.ts';
import { reauthorizationRequired } from '../vault/reauthorization-required.ts';
import { repeatsAtOnce } from '../vault/server-profile.ts';
import { spendToken } from './spend-token.ts';
import type { CurrentGrant, Spending } from './spend-token.ts';
import { tryToStore } from './store-pair.ts';
import { unavailableYet } from './unavailable-yet.ts';
import { watchLease } from './watch-lease.ts';
import { progressOf } from '../vault/flight.ts';
import type { Flight } from '../vault/flight.ts';
import { pause } from '../vault/pause.ts';
import { cacheTokens, freshUntilOf, tokenTime } from '../vault/cache-tokens.ts';
import type { TokenSet } from '../base/token-set.ts';
import type { GrantRecord } from '../record/token-store.ts';
import { assertOpen } from '../vault/vault.ts';
import type { GrantState, UnsavedPair, Vault } from '../vault/vault.ts';

const conflictLimit = 12;
const staleReadLimit = 3;
const leaseErrorLimit = 2;
const lostRacePauseMs = 20;

/**
 * Returns a usable access token of a grant: the stored one if it is fresh, else a new one, which is stored
 * before it is returned. Among flights of all processes, the lease in the record lets one spend the refresh
 * token; the others wait for the new pair.
 *
 * @throws CloseOAuthError `reauthorization_required` when the user has to connect again; with other codes
 * nothing is lost.
 */
export async function refreshGrant(vault: Vault, state: GrantState, flight: Flight): Promise<string> {
  for (let conflicts = 0; conflicts < conflictLimit;) {
    const current = await readCurrent(vault, state, flight);
    const { tokens, record } = current;
    if (isStale(state, record, conflicts)) {
      conflicts += 1;
      await pause(vault, lostRacePauseMs);
      continue;
    }
    const step = chooseStep(vault, state, { current, flight });
    if (step === 'serve') return tokens.accessToken;
    const free = step === 'refresh' ? record : await awaitLease(vault, state, { seen: record, flight });
    if (free === undefined) continue;
    const renewed = await spendLeased(vault, state, { current: { record: free, tokens }, flight, conflicts });
    if (renewed === 'conflict') conflicts += 1;
    else if (renewed !== undefined) return renewed.token;
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
  const { generation = record.generation } = flight;
  flight.generation = record.generation;
  if (record.generation > generation) vault.emit('adopted', state.id, progressOf(flight));
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
function isStale(state: GrantState, record: GrantRecord, conflicts: number): boolean {
  if (state.cached === undefined || state.cached.version <= record.version) return false;
  if (conflicts >= staleReadLimit) state.cached = undefined;
  return true;
}

/** Serve the current token, wait for the flight that holds the lease, or refresh. */
type Step = 'serve' | 'wait' | 'refresh';

function chooseStep(
  vault: Vault,
  state: GrantState,
  { current: { record, tokens }, flight }: { readonly current: CurrentGrant; readonly flight: Flight },
): Step {
  const { cached } = state;
  if (isUsable(vault, state, tokens)) return 'serve';
  const isValid = cached?.isValid(tokenTime(vault, cached)) ?? false;
  if (isLeasedElsewhere(record, [flight.owner, state.endedOwner])) {
    if (!isValid) return 'wait';
    postponeRefresh(vault, state);
    return 'serve';
  }
  // The token may have been spent: where reuse revokes the grant, the next attempt waits until the old token
  // expires.
  if (!isValid || repeatsAtOnce(vault.profile) || attemptsBefore(record, flight) === 0) return 'refresh';
  cached?.postpone(cached.expiresAt);
  cached?.stretch();
  return 'serve';
}

function isUsable(vault: Vault, { cached, refused, dueBefore }: GrantState, tokens: TokenSet): boolean {
  return (
    tokens.accessToken !== refused &&
    tokens.issuedAt >= dueBefore &&
    vault.now() < freshUntilOf(tokens, vault) &&
    !cached?.isDue(tokenTime(vault, cached))
  );
}

function awaitLease(
  vault: Vault,
  state: GrantState,
  { seen, flight }: { readonly seen: GrantRecord; readonly flight: Flight },
): Promise<GrantRecord | undefined> {
  if (vault.host.isShort) vault.emit('call_too_short', state.id);
  return watchLease(vault, state, {
    seen,
    mayTake: () => maySendInTime(vault, flight),
    isElsewhere: (record) => isLeasedElsewhere(record, [flight.owner, state.endedOwner]),
    deadline: () => flight.deadline,
  });
}

type Renewed = { readonly token: string } | 'conflict' | undefined;

interface Attempt {
  readonly current: CurrentGrant;
  readonly flight: Flight;
  readonly conflicts: number;
}

async function spendLeased(
  vault: Vault,
  state: GrantState,
  { current, flight, conflicts }: Attempt,
): Promise<Renewed> {
  assertInTime(vault, flight);
  const config = await vault.config();
  // Before the lease: that must be new when the token is sent.
  const turn = await vault.pace.enter({
    isInTime: () => maySendInTime(vault, flight),
    mayWait: () => isWorthWaiting(vault, state),
  });
  try {
    return await takeTurn(vault, state, { current, flight, conflicts, config, turn });
  } finally {
    turn.end();
  }
}

async function takeTurn(
  vault: Vault,
  state: GrantState,
  { current, flight, conflicts, config, turn }: Attempt & Pick<Spending, 'config' | 'turn'>,
): Promise<Renewed> {
  // After an error the lease may be there all the same: the record is read again.
  const lease = await takeLease(vault, state, { flight, record: current.record }).catch((error: unknown) => {
    if (conflicts >= leaseErrorLimit) throw error;
    return undefined;
  });
  if (lease === undefined) {
    await pause(vault, lostRacePauseMs * vault.random());
    return 'conflict';
  }
  flight.lease = lease;
  flight.beatAt = lease.confirmedAt.elapsed;
  // The store may have been slow: what is sent now would not be heard, or met by others.
  assertInTime(vault, flight);
  // A flight that was left by its callers may have got a pair after the record was read.
  if (!maySend(vault, lease) || state.unsaved !== undefined) return 'conflict';
  const token = await spendToken(vault, state, { current, lease, flight, config, turn });
  return token === undefined ? undefined : { token };
}

function assertInTime(vault: Vault, flight: Flight): void {
  if (vault.ended.isSet) assertOpen(vault);
  if (maySendInTime(vault, flight)) return;
  throw unavailableYet('Too little time is left in this call for a refresh. Try again.', 0);
}

// A refresh ahead of time has no waiting callers, and one of an expired token must wait. In between, the current
// token is better than a wait.
function isWorthWaiting(vault: Vault, { cached }: GrantState): boolean {
  if (cached === undefined) return true;
  const now = tokenTime(vault, cached);
  return cached.isFresh(now) || !cached.isValid(now);
}

// On a host that may end this call, nothing is sent that leaves too little time for the response.
function maySendInTime({ elapsed, host }: Vault, { deadline, endsAt, attempts }: Flight): boolean {
  const now = elapsed();
  return (attempts > 0 || now < deadline) && endsAt - now >= host.callMs / 2;
}
