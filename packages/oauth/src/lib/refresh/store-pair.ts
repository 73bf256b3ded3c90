import { isCloseOAuthError } from '../base/close-oauth-error.ts';
import { revokeOrphan } from './revoke-orphan.ts';
import type { GrantRecord } from '../record/token-store.ts';
import { updateRecord } from '../record/update-record.ts';
import { pause } from '../vault/pause.ts';
import { cacheTokens } from '../vault/cache-tokens.ts';
import type { GrantState, UnsavedPair, Vault } from '../vault/vault.ts';

/** The result of storing a token pair: stored, superseded by a newer record, or not stored yet. */
export type PairOutcome =
  | { readonly kind: 'stored' | 'superseded'; readonly record: GrantRecord }
  | { readonly kind: 'unsaved' };

const waitsMs = [0, 50, 200, 800] as const;
const longestWaitMs = 10_000;

/**
 * Stores a new token pair; the old one is spent. While the store is down, the pair stays in memory, callers
 * get its access token, and a background task retries.
 */
export async function storePair(vault: Vault, state: GrantState, pair: UnsavedPair): Promise<PairOutcome> {
  state.unsaved = pair;
  for (const waitMs of waitsMs) {
    if (waitMs > 0) await pause(vault, waitMs);
    const outcome = await tryToStore(vault, state, pair);
    if (outcome.kind !== 'unsaved') return outcome;
  }
  const { tokens, base, status } = pair;
  if (status === 'active') {
    cacheTokens(vault, state, { tokens, version: base.version, generation: base.generation + 1 });
  }
  keepTrying(vault, state, pair);
  return { kind: 'unsaved' };
}

/** Makes one attempt to store a token pair. It may be repeated, and run twice at the same time. */
export async function tryToStore(vault: Vault, state: GrantState, pair: UnsavedPair): Promise<PairOutcome> {
  try {
    const outcome = await writeOverSpent(vault, state, pair);
    if (state.unsaved === pair) state.unsaved = undefined;
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

function keepTrying(vault: Vault, state: GrantState, pair: UnsavedPair): void {
  const work = (async (): Promise<void> => {
    for (let tries = 0; state.unsaved === pair; tries += 1) {
      await pause(vault, Math.min(1000 * 2 ** Math.min(tries, 10), longestWaitMs));
      if (state.unsaved === pair) await tryToStore(vault, state, pair);
      if (vault.closing.aborted) return;
    }
  })();
  void vault.track(work);
}
