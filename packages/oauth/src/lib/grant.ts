import { isCloseOAuthError } from './close-oauth-error.ts';
import { refreshGrant } from './refresh-grant.ts';
import { revokeGrant } from './revoke-grant.ts';
import { assertOpen } from './vault.ts';
import type { GrantState, Vault } from './vault.ts';
import { waitFor } from './wait-for.ts';

/** Where a grant stands, without secrets. */
export interface GrantStatus {
  /** `active`, or why not; `absent` when this user never connected. */
  readonly status: 'active' | 'reauthorization_required' | 'revoked' | 'absent';
  /** When the access token ends, in milliseconds since 1970. */
  readonly expiresAt: number | undefined;
  /** The scopes granted, separated by spaces. */
  readonly scope: string | undefined;
  /** How many pairs of tokens there have been: rotations so far plus one; 0 when absent. */
  readonly generation: number;
}

/** One user's connection to one organization. Keep it or ask for it again: both are cheap. */
export interface Grant {
  /** The Close organization. */
  readonly organizationId: string;
  /** The Close user who connected. */
  readonly userId: string;
  /**
   * Gives an access token, refreshed first when it is about to end. Concurrent callers share one refresh, and
   * new tokens are stored before anyone gets them. While a refresh fails, a token that is still valid is given.
   *
   * @param options - `signal` ends this caller's wait, not the refresh
   * @returns the access token, to be sent as Bearer
   * @throws CloseOAuthError `reauthorization_required` when the user has to connect again; `refresh_unavailable`,
   * `store_unavailable`, `discovery_failed` when a later try may work; `client_misconfigured`,
   * `record_unreadable`; `aborted`; `closed`
   */
  get(options?: { signal?: AbortSignal | undefined }): Promise<string>;
  /** @returns the access token when a fresh one is in memory, else undefined; never waits */
  peek(): string | undefined;
  /**
   * Tells that the API refused a token. The next `get` refreshes, unless the current token already is another.
   *
   * @param token - the token that was refused
   */
  invalidate(token: string): void;
  /**
   * Disconnects: marks the record, revokes the tokens at Close, erases them. Calling it again is harmless.
   *
   * @throws CloseOAuthError `revoke_unavailable` when Close could not be reached: the grant gives no tokens any
   * more, call again to finish; `store_unavailable`, `record_unreadable`, `client_misconfigured`, `closed`
   */
  revoke(): Promise<void>;
  /**
   * @returns where the grant stands in the store
   * @throws CloseOAuthError `store_unavailable`, `record_unreadable` or `closed`
   */
  status(): Promise<GrantStatus>;
}

// After a failed refresh ahead of expiry, a valid token is given this long before the next try.
const pauseAfterFailureMs = 5000;
const finalCodes: ReadonlySet<string> = new Set(['reauthorization_required', 'closed']);

/**
 * @param vault - the vault
 * @param state - what is known about the grant
 * @returns the grant, which shows nothing of the state
 */
export function createGrant(vault: Vault, state: GrantState): Grant {
  const { now } = vault;
  function peek(): string | undefined {
    const { held } = state;
    return held !== undefined && now() < held.freshUntil ? held.accessToken : undefined;
  }
  return {
    organizationId: state.id.organizationId,
    userId: state.id.userId,
    peek,
    async get(options) {
      const token = peek();
      if (token !== undefined) return token;
      return waitFor(joinFlight(vault, state), options?.signal);
    },
    invalidate(token) {
      const { held } = state;
      if (held !== undefined && held.accessToken !== token) return;
      state.refused = token;
      if (held !== undefined) held.freshUntil = 0;
    },
    async revoke() {
      assertOpen(vault);
      const running = vault.revocations.get(state.key) ?? revokeGrant(vault, state);
      vault.revocations.set(state.key, running);
      try {
        await running;
      } finally {
        vault.revocations.delete(state.key);
      }
    },
    async status() {
      assertOpen(vault);
      return readStatus(vault, state);
    },
  };
}

function joinFlight(vault: Vault, state: GrantState): Promise<string> {
  const { key, id } = state;
  const running = vault.flights.get(key);
  if (running !== undefined) {
    vault.emit('joined', id);
    return running;
  }
  const flight = fly(vault, state).finally(() => vault.flights.delete(key));
  // Every waiter may have left; the failure is in the events then.
  flight.catch(() => undefined);
  vault.flights.set(key, flight);
  return flight;
}

async function fly(vault: Vault, state: GrantState): Promise<string> {
  assertOpen(vault);
  try {
    return await refreshGrant(vault, state);
  } catch (error) {
    if (!isCloseOAuthError(error) || finalCodes.has(error.code)) throw error;
    vault.emit('transient', state.id, error.code);
    const { held, refused } = state;
    const valid = held !== undefined && vault.now() < held.expiresAt && held.accessToken !== refused;
    if (!valid) throw error;
    held.freshUntil = Math.min(held.expiresAt, vault.now() + pauseAfterFailureMs);
    return held.accessToken;
  }
}

async function readStatus(vault: Vault, state: GrantState): Promise<GrantStatus> {
  const record = await vault.records.load(state.id);
  if (record === undefined)
    return { status: 'absent', expiresAt: undefined, scope: undefined, generation: 0 };
  const { unsaved } = state;
  return {
    status: record.status === 'revoking' ? 'reauthorization_required' : record.status,
    expiresAt: unsaved?.tokens.expiresAt ?? record.expiresAt ?? undefined,
    scope: record.scope ?? undefined,
    generation: record.generation + (unsaved === undefined ? 0 : 1),
  };
}
