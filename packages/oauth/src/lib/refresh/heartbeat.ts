import { beatLease } from './lease.ts';
import type { Flight } from '../vault/flight.ts';
import { pauseUntil } from '../vault/pause.ts';
import type { GrantState, Vault } from '../vault/vault.ts';
import { withinGap } from '../vault/within-gap.ts';

/**
 * Keeps a flight alive in the eyes of others: its pulse for the callers in this process, and the heartbeats
 * of its lease for other processes.
 *
 * @returns Stops the heartbeats.
 */
export function startHeartbeat(vault: Vault, state: GrantState, flight: Flight): () => void {
  const over = new AbortController();
  void keepBeating(vault, state, { flight, signal: over.signal });
  return () => over.abort();
}

async function keepBeating(
  vault: Vault,
  state: GrantState,
  { flight, signal }: { readonly flight: Flight; readonly signal: AbortSignal },
): Promise<void> {
  while (!signal.aborted) {
    const dueAt = flight.beatAt + vault.heartbeatMs;
    await pauseUntil(vault, dueAt, signal);
    flight.pulse += 1;
    const { lease } = flight;
    // The lease may have been written in between: its first heartbeat is due later.
    if (signal.aborted || flight.beatAt + vault.heartbeatMs > dueAt) continue;
    flight.beatAt = vault.elapsed();
    if (lease !== undefined && !lease.isOver) await withinGap(vault, () => beatLease(vault, state, lease));
  }
}
