import { isCloseOAuthError } from '../base/close-oauth-error.ts';
import { withinGap } from './heartbeat.ts';
import { revokeOrphan } from './revoke-orphan.ts';
import type { GrantRecord } from '../record/token-store.ts';
import { updateRecord } from '../record/update-record.ts';
import type { Flight } from '../vault/flight.ts';
import { pauseUntil } from '../vault/pause.ts';
import { cacheTokens } from '../vault/cache-tokens.ts';
import type { GrantState, PairOutcome, UnsavedPair, Vault } from '../vault/vault.ts';

// The first attempts follow each other quickly, later ones with every heartbeat.
const waitsMs = [0, 50, 200, 800] as const;
const quickMs = 1000;

/**
 * Stores a new token pair; the old one is spent. While the store is down, the pair stays in memory and is
 * tried at every heartbeat, which is also its holder's sign of life. Where something keeps the process alive,
 * callers get the token from memory after a second; elsewhere the call waits until the pair is stored, or
 * until the host may end the call.
 */
export async function storePair(
  vault: Vault,
  state: GrantState,
  { pair, flight }: { readonly pair: UnsavedPair; readonly flight: Flight },
): Promise<PairOutcome> {
  state.unsaved = pair;
  vault.unsaved.add(state);
  const storing = vault.track(keepTrying(vault, state, pair));
  const limit = vault.host.hasBackground ? vault.elapsed() + quickMs : flight.endsAt;
  const over = new AbortController();
  await Promise.race([storing, pauseUntil(vault, limit, over.signal)]);
  over.abort();
  const { tokens, base, status } = pair;
  if (pair.outcome !== undefined) return pair.outcome;
  if (status === 'active') {
    cacheTokens(vault, state, { tokens, version: base.version, generation: base.generation + 1 });
  }
  return { kind: 'unsaved' };
}

async function keepTrying(vault: Vault, state: GrantState, pair: UnsavedPair): Promise<void> {
  for (let tries = 0; pair.outcome === undefined && !vault.ended.aborted; tries += 1) {
    const waitMs = waitsMs[tries] ?? vault.heartbeatMs;
    // `close` brings the next attempt forward.
    const signal = vault.closing.aborted ? vault.ended : vault.closing;
    if (waitMs > 0) await pauseUntil(vault, vault.elapsed() + waitMs, signal);
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
    vault.emit('store_retry', state.id, isCloseOAuthError(error) ? error.code : 'store_unavailable');
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
  const { record = base } = await updateRecord(vault.records, state.id, {
    latest: base,
    change(found) {
      if (found !== undefined && (isThisPair(found) || isNewer(found, base))) return undefined;
      // A disconnect in progress continues, and revokes the newest pair.
      const status = found?.status === 'revoking' ? 'revoking' : pair.status;
      return { ...sealed, status, refreshes: (base.refreshes ?? 0) + 1, lease: null };
    },
  });
  return { kind: isThisPair(record) ? 'stored' : 'superseded', record };
}

// If the server rotates, a newer pair has another fingerprint; if not, only the generation differs.
function isNewer(found: GrantRecord, base: GrantRecord): boolean {
  return found.fingerprint !== base.fingerprint || found.generation > base.generation;
}
