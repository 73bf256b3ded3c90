import { serveCurrent } from './back-off.ts';
import { joinFlight, leaveFlight } from './join-flight.ts';
import { unavailableYet } from './unavailable-yet.ts';
import { aborted, waitFor } from '../base/wait-for.ts';
import type { RunningFlight } from '../vault/flight.ts';
import { pauseUntil } from '../vault/pause.ts';
import type { GrantState, Vault } from '../vault/vault.ts';

const silentBeats = 2;

/**
 * Waits for the token of a grant, as long as a caller waits. The refresh itself goes on, where something
 * keeps the process alive; elsewhere it is part of this call, which then ends with it.
 *
 * @throws CloseOAuthError `aborted`, `refresh_unavailable` when the wait is over, and the errors of the
 * refresh.
 */
export async function awaitToken(
  vault: Vault,
  state: GrantState,
  signal: AbortSignal | undefined,
): Promise<string> {
  const deadline = vault.elapsed() + vault.timeoutMs;
  for (;;) {
    const running = joinFlight(vault, state);
    if (running.isOwn && !vault.host.hasBackground) return flyInCall(vault, running, signal);
    const outcome = await waitFor(race(vault, running, deadline), signal);
    if (typeof outcome === 'string') return outcome;
    if (outcome.isLate) return serveLate(vault, state);
    leaveFlight(vault, state, running.flight);
  }
}

/** The flight is part of the call: once the token is sent, not even the caller's signal ends it. */
async function flyInCall(
  { elapsed }: Vault,
  { flight, token }: RunningFlight,
  signal: AbortSignal | undefined,
): Promise<string> {
  const abort = (): void => {
    flight.deadline = elapsed();
  };
  if (signal?.aborted) abort();
  signal?.addEventListener('abort', abort);
  try {
    return await token;
  } catch (error) {
    // Nothing was sent: the signal has ended the wait for another process.
    if (signal?.aborted && flight.attempts === 0) throw aborted();
    throw error;
  } finally {
    signal?.removeEventListener('abort', abort);
  }
}

async function race(
  vault: Vault,
  { flight, token }: RunningFlight,
  deadline: number,
): Promise<string | { readonly isLate: boolean }> {
  const over = new AbortController();
  try {
    return await Promise.race([token, watch(vault, { flight, deadline, signal: over.signal })]);
  } finally {
    over.abort();
  }
}

/** Resolves at the deadline, or when the flight has shown no sign of life for some heartbeats. */
async function watch(
  vault: Vault,
  {
    flight,
    deadline,
    signal,
  }: { readonly flight: RunningFlight['flight']; readonly deadline: number; readonly signal: AbortSignal },
): Promise<{ readonly isLate: boolean }> {
  for (let silent = 0, { pulse } = flight; silent < silentBeats;) {
    await pauseUntil(vault, Math.min(deadline, vault.elapsed() + vault.heartbeatMs), signal);
    if (vault.elapsed() >= deadline) return { isLate: true };
    silent = flight.pulse === pulse ? silent + 1 : 0;
    ({ pulse } = flight);
  }
  return { isLate: false };
}

function serveLate(vault: Vault, state: GrantState): string {
  const message = 'The refresh of this grant is still in progress. Try again.';
  return serveCurrent(vault, state, unavailableYet(message, vault.gapMs));
}
