import { flyAhead, joinFlight } from '../refresh/flight.ts';
import { revokeGrant } from './revoke-grant.ts';
import { assertOpen } from '../vault/vault.ts';
import type { GrantState, Vault } from '../vault/vault.ts';
import { waitFor } from '../base/wait-for.ts';

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
  /** How often the pair was renewed since the user connected, as far back as it was counted; 0 when absent. */
  readonly refreshes: number;
}

/** One user's connection to one organization. Keep it or ask for it again: both are cheap. */
export interface Grant {
  /** The Close organization. */
  readonly organizationId: string;
  /** The Close user who connected. */
  readonly userId: string;
  /**
   * Gives an access token. In the last tenth of its life it is refreshed in the background, so that nobody waits;
   * one that is about to end is refreshed first. Concurrent callers share one refresh, among all processes that
   * share a store, and new tokens are stored before anyone gets them. While a refresh fails, a token that is still
   * valid is given.
   *
   * @param options - `signal` ends this caller's wait, not the refresh.
   * @returns The access token, to be sent as Bearer.
   * @throws CloseOAuthError `reauthorization_required` when the user has to connect again; `refresh_unavailable`,
   * `store_unavailable`, `discovery_failed` when a later try may work; `client_misconfigured`,
   * `record_unreadable`; `aborted`; `closed`.
   */
  get(options?: { signal?: AbortSignal | undefined }): Promise<string>;
  /**
   * Looks for a token without waiting or asking anyone.
   *
   * @returns The access token when a fresh one is in memory, else undefined.
   */
  peek(): string | undefined;
  /**
   * Tells that the API refused a token. The next `get` refreshes, unless the current token already is another.
   *
   * @param token - The token that was refused.
   */
  invalidate(token: string): void;
  /**
   * Disconnects: marks the record, revokes the tokens at Close, erases them. Calling it again is harmless.
   *
   * @throws CloseOAuthError `revoke_unavailable` when Close could not be reached: the grant gives no tokens any
   * more, call again to finish; `store_unavailable`, `record_unreadable`, `client_misconfigured`,
   * `discovery_failed`, `closed`.
   */
  revoke(): Promise<void>;
  /**
   * Reads where the grant stands. Refreshes nothing.
   *
   * @returns Where the grant stands in the store.
   * @throws CloseOAuthError `store_unavailable`, `record_unreadable` or `closed`.
   */
  status(): Promise<GrantStatus>;
}

/**
 * @param vault - The vault.
 * @param state - What is known about the grant.
 * @returns The grant, which shows nothing of the state.
 */
export function createGrant(vault: Vault, state: GrantState): Grant {
  return new VaultGrant(vault, state);
}

// A class, because closures would make up half of what a grant takes in memory.
class VaultGrant implements Grant {
  readonly organizationId: string;
  readonly userId: string;
  readonly #vault: Vault;
  readonly #state: GrantState;

  constructor(vault: Vault, state: GrantState) {
    this.organizationId = state.id.organizationId;
    this.userId = state.id.userId;
    this.#vault = vault;
    this.#state = state;
  }

  peek(): string | undefined {
    const { cached } = this.#state;
    return cached?.isFresh(this.#vault.elapsed()) ? cached.accessToken : undefined;
  }

  async get(options?: { signal?: AbortSignal | undefined }): Promise<string> {
    const vault = this.#vault;
    const state = this.#state;
    const { cached } = state;
    const now = vault.elapsed();
    if (cached?.isFresh(now)) {
      if (!cached.isDue(now)) return cached.accessToken;
      // A server that ends the old access token with the refresh makes those wait who come while it is under way.
      if (vault.profile.oldAccessTokenSurvives !== false || !vault.flights.has(state.key)) {
        flyAhead(vault, state);
        return cached.accessToken;
      }
    }
    return waitFor(joinFlight(vault, state), options?.signal);
  }

  invalidate(token: string): void {
    const state = this.#state;
    const { cached } = state;
    if (cached !== undefined && cached.accessToken !== token) return;
    state.refused = token;
    cached?.refuse();
  }

  async revoke(): Promise<void> {
    const vault = this.#vault;
    const state = this.#state;
    assertOpen(vault);
    const running = vault.revocations.get(state.key) ?? revokeGrant(vault, state);
    vault.revocations.set(state.key, running);
    try {
      await running;
    } finally {
      vault.revocations.delete(state.key);
    }
  }

  async status(): Promise<GrantStatus> {
    assertOpen(this.#vault);
    return this.#vault.track(readStatus(this.#vault, this.#state));
  }
}

async function readStatus(vault: Vault, state: GrantState): Promise<GrantStatus> {
  const record = await vault.records.load(state.id);
  if (record === undefined)
    return { status: 'absent', expiresAt: undefined, scope: undefined, generation: 0, refreshes: 0 };
  const { unsaved } = state;
  const { expiresAt, refreshes = 0 } = record;
  const waiting = unsaved === undefined ? 0 : 1;
  return {
    status: record.status === 'revoking' ? 'reauthorization_required' : record.status,
    expiresAt:
      unsaved?.tokens.expiresAt ?? (expiresAt === null ? undefined : vault.records.toLocal(expiresAt)),
    scope: record.scope ?? undefined,
    generation: record.generation + waiting,
    refreshes: refreshes + waiting,
  };
}
