import type { Latch } from '../base/latch.ts';
import { longestTimerMs, sleep } from '../base/sleep.ts';
import type { Vault } from './vault.ts';

const socketTurns = 4;

/**
 * Waits for a duration, or until the end aborts or is set: the option `sleep` may reject then. When it fails for
 * another reason, a timer replaces it.
 */
export async function pause(
  vault: Pick<Vault, 'sleep' | 'closing'>,
  durationMs: number,
  end: AbortSignal | Latch = vault.closing,
): Promise<void> {
  if ('isSet' in end) return pauseUntilSet(vault, durationMs, end);
  try {
    // A longer timer would fire at once.
    await vault.sleep(Math.min(durationMs, longestTimerMs), end);
  } catch {
    if (!end.aborted) await sleep(durationMs, end).catch(() => undefined);
  }
}

// The signal belongs to this call: a Worker cannot use that of another call.
async function pauseUntilSet(
  vault: Pick<Vault, 'sleep' | 'closing'>,
  durationMs: number,
  latch: Latch,
): Promise<void> {
  const over = new AbortController();
  const stopListening = latch.onSet(() => over.abort());
  if (latch.isSet) over.abort();
  await pause(vault, durationMs, over.signal);
  stopListening();
}

/**
 * Waits until the monotonic clock reaches a time, or until the end aborts or is set, however early `sleep` returns.
 * When the process stood still and the time is long over, the responses in its sockets are read first.
 */
export async function pauseUntil(
  vault: Pick<Vault, 'sleep' | 'closing' | 'elapsed' | 'heartbeatMs'>,
  time: number,
  end: AbortSignal | Latch = vault.closing,
): Promise<void> {
  const isOver = (): boolean => ('isSet' in end ? end.isSet : end.aborted);
  while (!isOver() && vault.elapsed() < time) {
    await pause(vault, time - vault.elapsed(), end);
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
