import { CloseOAuthError } from '../base/close-oauth-error.ts';
import { isLeasedElsewhere } from './lease.ts';
import type { GrantRecord } from '../record/token-store.ts';
import { pause } from '../vault/pause.ts';
import { assertOpen } from '../vault/vault.ts';
import type { GrantState, Vault } from '../vault/vault.ts';

const firstPauseMs = 10;
const longestPauseMs = 500;
const growth = 1.5;
// The holder may send twice, each time with a doubled time limit, and renews its lease as long.
const patience = 4;

/**
 * Waits while another process may be spending the refresh token: until more than the lease of the record
 * changes, or the lease expires. Polls the record with growing pauses, and reads it at once when the store
 * reports a write.
 *
 * @param seen - The record, leased by another process.
 * @throws CloseOAuthError `refresh_unavailable` after the time of two refreshes and a lease, `closed`, or an
 * error of the store.
 */
export async function awaitRecord(vault: Vault, state: GrantState, seen: GrantRecord): Promise<void> {
  const { records, elapsed, leaseMs, timeoutMs } = vault;
  const limitMs = leaseMs + timeoutMs * patience;
  const offset = (await records.clock()) - elapsed();
  const pausing = createWakeablePause(vault, state);
  let waitedMs = 0;
  try {
    for (let pauseMs = firstPauseMs; waitedMs < limitMs; pauseMs *= growth) {
      const jitteredMs = Math.min(pauseMs, longestPauseMs) * (0.5 + vault.random());
      await pausing.wait(jitteredMs);
      waitedMs += jitteredMs;
      assertOpen(vault);
      const found = await records.load(state.id);
      if (found === undefined || hasChanged(seen, found)) return;
      if (!isLeasedElsewhere(vault, found, offset + elapsed())) return;
    }
  } finally {
    pausing.stop();
  }
  const message = 'Another process has been refreshing this grant for too long. Try again.';
  throw new CloseOAuthError('refresh_unavailable', message);
}

function hasChanged(seen: GrantRecord, found: GrantRecord): boolean {
  return (
    found.generation !== seen.generation ||
    found.fingerprint !== seen.fingerprint ||
    found.status !== seen.status
  );
}

/** Pauses that end early when the store reports a write, or when the vault closes. */
function createWakeablePause(
  vault: Vault,
  state: GrantState,
): { wait(ms: number): Promise<void>; stop(): void } {
  let waking = new AbortController();
  let isWoken = false;
  const unsubscribe = vault.records.subscribe(state.id, () => {
    isWoken = true;
    waking.abort();
  });
  const close = (): void => waking.abort();
  vault.closing.addEventListener('abort', close, { once: true });
  return {
    async wait(ms) {
      if (!isWoken) await pause(vault, ms, waking.signal);
      isWoken = false;
      waking = new AbortController();
    },
    stop() {
      unsubscribe();
      vault.closing.removeEventListener('abort', close);
    },
  };
}
