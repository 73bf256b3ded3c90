import type { Vault } from './vault.ts';

/** Waits for a duration, or until the signal aborts: the option `sleep` may reject then. */
export async function pause(
  vault: Pick<Vault, 'sleep' | 'closing'>,
  durationMs: number,
  signal: AbortSignal = vault.closing,
): Promise<void> {
  try {
    await vault.sleep(durationMs, signal);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
