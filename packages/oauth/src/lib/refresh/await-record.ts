import { CloseOAuthError } from '../base/close-oauth-error.ts';
import { isLeasedElsewhere } from './lease.ts';
import type { GrantRecord } from '../record/token-store.ts';
import { pause } from '../vault/pause.ts';
import { assertOpen } from '../vault/vault.ts';
import type { GrantState, Vault } from '../vault/vault.ts';

const firstPauseMs = 10;
const longestPauseMs = 500;
const growth = 1.5;
// A holder who sends twice and listens long each time still renews its lease.
const patience = 4;

/**
 * Waits while another process may be spending the refresh token: until the record has changed in more than its
 * lease, or the lease has ended. Looks at the record, not at the lock, again and again with growing pauses, and
 * at once when the store tells of a write.
 *
 * @param vault - The vault.
 * @param state - The grant.
 * @param seen - The record, leased elsewhere.
 * @throws CloseOAuthError `refresh_unavailable` when that takes longer than two sendings and a lease, `closed`, or the store's.
 */
export async function awaitRecord(vault: Vault, state: GrantState, seen: GrantRecord): Promise<void> {
  const { records, elapsed, leaseMs, timeoutMs } = vault;
  const limitMs = leaseMs + timeoutMs * patience;
  const offset = (await records.clock()) - elapsed();
  const bell = createBell(vault, state);
  let waitedMs = 0;
  try {
    for (let pauseMs = firstPauseMs; waitedMs < limitMs; pauseMs *= growth) {
      const jitteredMs = Math.min(pauseMs, longestPauseMs) * (0.5 + vault.random());
      await bell.wait(jitteredMs);
      waitedMs += jitteredMs;
      assertOpen(vault);
      const found = await records.load(state.id);
      if (found === undefined || hasChanged(seen, found)) return;
      if (!isLeasedElsewhere(vault, found, offset + elapsed())) return;
    }
  } finally {
    bell.end();
  }
  const message = 'Another process has been renewing the connection for too long. Try again.';
  throw new CloseOAuthError('refresh_unavailable', message);
}

function hasChanged(seen: GrantRecord, found: GrantRecord): boolean {
  return (
    found.generation !== seen.generation ||
    found.fingerprint !== seen.fingerprint ||
    found.status !== seen.status
  );
}

/** Waits that the store's wake-ups and the closing of the vault end early. */
function createBell(vault: Vault, state: GrantState): { wait(ms: number): Promise<void>; end(): void } {
  let ringing = new AbortController();
  let rung = false;
  const unsubscribe = vault.records.subscribe(state.id, () => {
    rung = true;
    ringing.abort();
  });
  const close = (): void => ringing.abort();
  vault.closing.addEventListener('abort', close, { once: true });
  return {
    async wait(ms) {
      if (!rung) await pause(vault, ms, ringing.signal);
      rung = false;
      ringing = new AbortController();
    },
    end() {
      unsubscribe();
      vault.closing.removeEventListener('abort', close);
    },
  };
}
