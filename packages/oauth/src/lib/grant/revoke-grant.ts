import { CloseOAuthError, isCloseOAuthError } from '../base/close-oauth-error.ts';
import { isLeasedElsewhere } from '../refresh/lease.ts';
import { revokeTokens } from '../protocol/revoke-tokens.ts';
import { tryToStore } from '../refresh/store-pair.ts';
import { watchLease } from '../refresh/watch-lease.ts';
import type { RecordContent } from '../record/grant-records.ts';
import type { GrantRecord } from '../record/token-store.ts';
import { updateRecord } from '../record/update-record.ts';
import { pauseUntil } from '../vault/pause.ts';
import type { GrantState, Vault } from '../vault/vault.ts';

/**
 * Disconnects a grant: marks its record, revokes its tokens at the server, erases them. Concurrent calls share
 * one disconnect. When the server cannot be reached, the mark stays and the next call finishes the disconnect.
 *
 * @returns The failure after the mark: the grant is disconnected, and its tokens are still to be revoked.
 * @throws CloseOAuthError `store_unavailable` or `record_unreadable` when the record could not be marked.
 */
export async function revokeGrant(vault: Vault, state: GrantState): Promise<CloseOAuthError | undefined> {
  const running = shared(vault, state) ?? markAndFinish(vault, state);
  vault.revocations.set(state.key, running);
  try {
    return await running;
  } finally {
    vault.revocations.delete(state.key);
  }
}

/**
 * Finishes the disconnect of a marked grant. A user who has connected again since then stays connected.
 *
 * @returns The failure, as {@link revokeGrant}; `undefined` also when there is nothing to finish any more.
 */
export async function finishRevocation(
  vault: Vault,
  state: GrantState,
): Promise<CloseOAuthError | undefined> {
  const running = shared(vault, state);
  if (running !== undefined) return running;
  const record = await vault.records.load(state.id);
  if (record?.status !== 'revoking') return undefined;
  return vault.track(finish(vault, state, vault.elapsed()));
}

// Where a call may be cancelled, its disconnect may never settle: the next call makes its own.
function shared(
  { host, revocations }: Vault,
  { key }: GrantState,
): Promise<CloseOAuthError | undefined> | undefined {
  return host.callMs === Infinity ? revocations.get(key) : undefined;
}

async function markAndFinish(vault: Vault, state: GrantState): Promise<CloseOAuthError | undefined> {
  const startedAt = vault.elapsed();
  if (await mark(vault, state)) return finish(vault, state, startedAt);
  state.cached = undefined;
  await settleRefresh(vault, state);
  state.cached = undefined;
  return undefined;
}

async function finish(
  vault: Vault,
  state: GrantState,
  startedAt: number,
): Promise<CloseOAuthError | undefined> {
  try {
    if (await revokeMarked(vault, state)) vault.emit('revoked', state.id, { startedAt });
    return undefined;
  } catch (error) {
    if (!isCloseOAuthError(error)) throw error;
    vault.emit('revoke_retry', state.id, { code: error.code });
    return error;
  }
}

/** Returns `false` when another process has finished it, or the user has connected again. */
async function revokeMarked(vault: Vault, state: GrantState): Promise<boolean> {
  state.cached = undefined;
  await settleRefresh(vault, state);
  // A refresh in progress may have read the record before it was marked, and cached its token.
  state.cached = undefined;
  await settleOthers(vault, state);
  const { isWritten } = await updateRecord(vault.records, state.id, {
    async change(record) {
      if (record?.status !== 'revoking') return undefined;
      if (record.sealed !== null) {
        const tokens = await vault.records.open(state.id, record);
        await revokeTokens({ ...(await vault.config()), tokens });
      }
      return tombstone(record);
    },
  });
  return isWritten;
}

// A refresh in progress keeps the mark and stores the newest token pair with it, to be revoked.
async function settleRefresh(vault: Vault, state: GrantState): Promise<void> {
  const running = vault.flights.get(state.key);
  if (running !== undefined) await settledInTime(vault, running.token);
  const { unsaved } = state;
  if (unsaved === undefined) return;
  const outcome = await tryToStore(vault, state, unsaved);
  if (outcome.kind !== 'unsaved') return;
  const message = 'New tokens could not be stored, so they cannot be revoked. Disconnect again later.';
  throw new CloseOAuthError('store_unavailable', message);
}

async function settledInTime(vault: Vault, token: Promise<string>): Promise<void> {
  const over = new AbortController();
  const limit = pauseUntil(vault, vault.elapsed() + longestWaitMs(vault), over.signal).then(() => 'late');
  const outcome = await Promise.race([token.catch(() => undefined), limit]);
  over.abort();
  if (outcome === 'late') throw stillRefreshing();
}

// So does a refresh in another process: its token pair is the one to revoke. The lease of a killed process is
// taken over; one that was only slower finds the tombstone and revokes its pair itself.
async function settleOthers(vault: Vault, state: GrantState): Promise<void> {
  const isElsewhere = (record: GrantRecord): boolean => isLeasedElsewhere(record, [state.endedOwner]);
  const endsAt = vault.elapsed() + longestWaitMs(vault);
  const deadline = (): number => endsAt;
  let seen = await vault.records.load(state.id);
  while (seen?.status === 'revoking' && isElsewhere(seen)) {
    const free = await watchLease(vault, state, { seen, isElsewhere, deadline }).catch(toRevokeError);
    if (free !== undefined) return;
    seen = await vault.records.load(state.id);
  }
}

// Long enough to take over the lease of a killed process, or as long as the host allows.
function longestWaitMs({ leaseMs, windowMs, gapMs, host }: Vault): number {
  return Math.min(Math.max(leaseMs, windowMs) + gapMs, host.callMs);
}

function toRevokeError(error: unknown): never {
  throw isCloseOAuthError(error) && error.code === 'refresh_unavailable' ? stillRefreshing() : error;
}

function stillRefreshing(): CloseOAuthError {
  const message = 'The tokens are being refreshed, so they cannot be revoked yet. Disconnect again later.';
  return new CloseOAuthError('revoke_unavailable', message);
}

/** Returns `false` when there is nothing to disconnect. */
async function mark(vault: Vault, state: GrantState): Promise<boolean> {
  const { record } = await updateRecord(vault.records, state.id, {
    change: (found) =>
      found === undefined || found.status === 'revoked' || found.status === 'revoking'
        ? undefined
        : { ...found, status: 'revoking' },
  });
  return record?.status === 'revoking';
}

// A record without tokens, not a deletion: a late write cannot bring the grant back.
function tombstone({ generation, refreshes = 0, scope }: GrantRecord): RecordContent {
  return {
    generation,
    refreshes,
    status: 'revoked',
    sealed: null,
    fingerprint: null,
    expiresAt: null,
    issuedAt: null,
    scope,
    lease: null,
  };
}
