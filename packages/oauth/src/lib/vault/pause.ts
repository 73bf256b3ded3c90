import { sleep } from '../base/sleep.ts';
import type { Vault } from './vault.ts';

const socketTurns = 4;

/**
 * Waits for a duration, or until the signal aborts: the option `sleep` may reject then. When it fails for
 * another reason, a timer replaces it.
 */
export async function pause(
  vault: Pick<Vault, 'sleep' | 'closing'>,
  durationMs: number,
  signal: AbortSignal = vault.closing,
): Promise<void> {
  try {
    await vault.sleep(durationMs, signal);
  } catch {
    if (!signal.aborted) await sleep(durationMs, signal).catch(() => undefined);
  }
}

/**
 * Waits until the monotonic clock reaches a time, or until the signal aborts, however early `sleep` returns.
 * When the process stood still and the time is long over, the responses in its sockets are read first.
 */
export async function pauseUntil(
  vault: Pick<Vault, 'sleep' | 'closing' | 'elapsed' | 'heartbeatMs'>,
  time: number,
  signal: AbortSignal = vault.closing,
): Promise<void> {
  while (!signal.aborted && vault.elapsed() < time) {
    await pause(vault, time - vault.elapsed(), signal);
    // A `sleep` that returns at once must not starve the responses.
    await nextTurn();
  }
  if (vault.elapsed() - time > vault.heartbeatMs) await readSockets();
}

// Timers run before sockets are read, so a late timer lets a few rounds of the event loop pass.
async function readSockets(): Promise<void> {
  for (let turn = 0; turn < socketTurns; turn += 1) await nextTurn();
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
}
