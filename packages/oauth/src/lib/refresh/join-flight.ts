import { isCloseOAuthError } from '../base/close-oauth-error.ts';
import { serveCurrent, startBackOff, waitOutBackOff } from './back-off.ts';
import { startHeartbeat } from './heartbeat.ts';
import { releaseLease } from './lease.ts';
import { refreshGrant } from './refresh-grant.ts';
import { progressOf } from '../vault/flight.ts';
import type { Flight, RunningFlight } from '../vault/flight.ts';
import { assertOpen } from '../vault/vault.ts';
import type { GrantState, Vault } from '../vault/vault.ts';

const finalCodes: readonly string[] = ['reauthorization_required', 'closed'];

/** Joins the refresh of a grant in flight, or starts one. */
export function joinFlight(vault: Vault, state: GrantState): RunningFlight & { readonly isOwn: boolean } {
  const running = vault.flights.get(state.key);
  if (running === undefined) return { ...startFlight(vault, state), isOwn: true };
  vault.emit('joined', state.id);
  return { ...running, isOwn: false };
}

/** Starts a refresh ahead of expiry, where something keeps the process alive, unless one is in flight. */
export function flyAhead(vault: Vault, state: GrantState): void {
  if (!vault.closed() && !vault.flights.has(state.key)) startFlight(vault, state);
}

/** Lets the next caller start another flight: this one was cancelled, or belongs to a call that ends. */
export function leaveFlight({ flights }: Vault, { key }: GrantState, flight: Flight): void {
  if (flights.get(key)?.flight === flight) flights.delete(key);
}

function startFlight(vault: Vault, state: GrantState): RunningFlight {
  const flight = createFlight(vault, state);
  const token = fly(vault, state, flight).finally(() => {
    leaveFlight(vault, state, flight);
    // Nothing of this flight can send any more: the next one need not wait for its lease.
    state.endedOwner = flight.owner;
  });
  // All callers may have aborted their wait; `onEvent` reports the failure.
  token.catch(() => undefined);
  vault.host.keepAlive(token);
  const running = { id: state.id, flight, token };
  vault.flights.set(state.key, running);
  return running;
}

function createFlight({ elapsed, host }: Vault, { cached }: GrantState): Flight {
  const now = elapsed();
  return {
    owner: crypto.randomUUID(),
    startedAt: now,
    deadline: now + host.watchMs,
    endsAt: now + host.callMs,
    pulse: 0,
    beatAt: now,
    attempts: 0,
    generation: cached?.generation,
    lease: undefined,
  };
}

async function fly(vault: Vault, state: GrantState, flight: Flight): Promise<string> {
  assertOpen(vault);
  const stopHeartbeat = startHeartbeat(vault, state, flight);
  try {
    await waitOutBackOff(vault, state);
    const token = await refreshGrant(vault, state, flight);
    state.backOff = undefined;
    return token;
  } catch (error) {
    if (!isCloseOAuthError(error) || finalCodes.includes(error.code)) throw error;
    vault.emit('transient', state.id, { ...progressOf(flight), code: error.code });
    // The end of a wait for another process is no failure.
    if (vault.elapsed() < flight.deadline) startBackOff(vault, state, error);
    return serveCurrent(vault, state, error);
  } finally {
    stopHeartbeat();
    await endLease(vault, state, flight);
  }
}

// A lease stays while the pair that it was for is not stored: the pair will replace it.
async function endLease(vault: Vault, state: GrantState, { lease }: Flight): Promise<void> {
  if (lease === undefined || lease.isOver || state.unsaved !== undefined) return;
  await releaseLease(vault, state, lease);
}
