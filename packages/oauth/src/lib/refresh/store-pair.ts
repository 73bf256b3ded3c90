import { isCloseOAuthError } from '../base/close-oauth-error.ts';
import { revokeOrphan } from './revoke-orphan.ts';
import type { GrantRecord } from '../record/token-store.ts';
import { updateRecord } from '../record/update-record.ts';
import type { Flight } from '../vault/flight.ts';
import { pauseUntil } from '../vault/pause.ts';
import { cacheTokens } from '../vault/cache-tokens.ts';
import { tryQuickly } from '../vault/try-quickly.ts';
import type { GrantState, PairOutcome, UnsavedPair, Vault } from '../vault/vault.ts';
import { withinGap } from '../vault/within-gap.ts';

/**
 * Stores a new token pair; the old one is spent. While the store is down, the pair stays in memory and is
 * tried at every heartbeat, which is also its holder's sign of life. Where something keeps the process alive,
 * callers get the token from memory after the first attempts; elsewhere the call goes on until the pair is
 * stored, or until the host may end the call.
 */
export async function storePair(
  vault: Vault,
  state: GrantState,
  { pair, flight }: { readonly pair: UnsavedPair; readonly flight: Flight },
): Promise<PairOutcome> {
  state.unsaved = pair;
  vault.unsaved.set(state, vault.elapsed());
  await tryQuickly(
    vault,
    () => tryToStore(vault, state, pair),
    () => pair.outcome !== undefined,
  );
  if (pair.outcome === undefined) {
    const { tokens, base, status } = pair;
    if (status === 'active') {
      cacheTokens(vault, state, { tokens, version: base.version, generation: base.generation + 1 });
    }
    const storing = vault.track(keepTrying(vault, state, pair));
    vault.host.keepAlive(storing);
    if (!vault.host.hasBackground) await Promise.race([storing, pauseUntil(vault, flight.endsAt)]);
  }
  return pair.outcome ?? { kind: 'unsaved' };
}

async function keepTrying(vault: Vault, state: GrantState, pair: UnsavedPair): Promise<void> {
  while (pair.outcome === undefined && !vault.ended.isSet) {
    // `close` brings the next attempt forward.
    const end = vault.closing.isSet ? vault.ended : vault.closing;
    await pauseUntil(vault, vault.elapsed() + vault.heartbeatMs, end);
    await withinGap(vault, () => tryToStore(vault, state, pair));
  }
}

/** Makes one attempt to store a token pair. It may be repeated, and run twice at the same time. */
export async function tryToStore(vault: Vault, state: GrantState, pair: UnsavedPair): Promise<PairOutcome> {
  try {
    const outcome = await writeOverSpent(vault, state, pair);
    pair.outcome = outcome;
    if (state.unsaved === pair) state.unsaved = undefined;
    if (state.unsaved === undefined) vault.unsaved.delete(state);
    if (outcome.kind === 'stored' && outcome.record.status === 'active') {
      cacheTokens(vault, state, { ...outcome.record, tokens: pair.tokens });
    }
    // A pair that is not stored must not stay valid.
    if (outcome.kind === 'superseded') await revokeOrphan(vault, pair.tokens, outcome.record);
    return outcome;
  } catch (error) {
    const code = isCloseOAuthError(error) ? error.code : 'store_unavailable';
    vault.emit('store_retry', state.id, { code, generation: pair.base.generation + 1 });
    return { kind: 'unsaved' };
  }
}

// The condition of the write is that the store still holds the spent refresh token: only its sender can have
// the new pair. A condition on the version alone would lose the only valid pair to an unrelated write.
async function writeOverSpent(vault: Vault, state: GrantState, pair: UnsavedPair): Promise<PairOutcome> {
  const { base } = pair;
  const sealed = await vault.records.seal(pair.tokens, base.generation + 1);
  const isThisPair = (found: GrantRecord): boolean =>
    found.generation === sealed.generation && found.fingerprint === sealed.fingerprint;
  const { record } = await updateRecord(vault.records, state.id, {
    latest: base,
    change(found) {
      // An erased grant stays erased.
      if (found === undefined || isThisPair(found) || isNewer(found, base)) return undefined;
      // A disconnect in progress continues, and revokes the newest pair.
      const status = found.status === 'revoking' ? 'revoking' : pair.status;
      return { ...sealed, status, refreshes: (base.refreshes ?? 0) + 1, lease: null };
    },
  });
  return record !== undefined && isThisPair(record)
    ? { kind: 'stored', record }
    : { kind: 'superseded', record };
}

// If the server rotates, a newer pair has another fingerprint; if not, only the generation differs.
function isNewer(found: GrantRecord, base: GrantRecord): boolean {
  return found.fingerprint !== base.fingerprint || found.generation > base.generation;
}
