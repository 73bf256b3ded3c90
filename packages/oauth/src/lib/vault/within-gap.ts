import { pauseUntil } from './pause.ts';
import type { Vault } from './vault.ts';

/**
 * Waits for a call of the store, but not longer than a gap: a call that hangs must not hide the holder of a
 * lease. The store may work again at the next heartbeat, so errors are ignored.
 */
export async function withinGap(vault: Vault, call: () => Promise<unknown>): Promise<void> {
  const over = new AbortController();
  const limit = pauseUntil(vault, vault.elapsed() + vault.gapMs, over.signal);
  await Promise.race([call(), limit]).catch(() => undefined);
  over.abort();
}
