import { awaitToken } from '../refresh/await-token.ts';
import { flyAhead } from '../refresh/join-flight.ts';
import type { GrantId } from '../record/grant-id.ts';
import { isUnreadable } from '../record/record-unreadable.ts';
import { tokenTime } from '../vault/cache-tokens.ts';
import { assertOpen } from '../vault/vault.ts';
import type { GrantState, Vault } from '../vault/vault.ts';

/** The state of a grant, without secrets. */
export interface GrantStatus {
  /**
   * `active`, or why not; `revoked` once the user has disconnected, also while that is still to be finished at Close,
   * which `list` tells apart; `absent` when this user has never connected; `unreadable` when the stored row is
   * damaged or of a newer format: a login replaces it.
   */
  readonly status: 'active' | 'reauthorization_required' | 'revoked' | 'absent' | 'unreadable';
  /** When the access token expires, in milliseconds since 1970. */
  readonly expiresAt: number | undefined;
  /** The scopes granted, separated by spaces. */
  readonly scope: string | undefined;
  /** The number of token pairs so far, of all logins; 0 when absent. */
  readonly generation: number;
  /** The number of refreshes since the latest login; 0 when absent or not counted. */
  readonly refreshes: number;
}

/** The connection of one user to one organization. Keep it or call `oauth.grant` again: both are cheap. */
export interface Grant {
  /** The Close organization. */
  readonly organizationId: string;
  /** The Close user who connected. */
  readonly userId: string;
  /**
   * Returns an access token. In the last tenth of its lifetime it is refreshed in the background, without a
   * wait; a token that is about to expire is refreshed first. Concurrent callers share one refresh, also
   * across processes that share a store. New tokens are stored before they are returned. While refreshes
   * fail, the current token is returned as long as it is valid.
   *
   * @param options - `signal` ends the wait of this caller, not the refresh.
   * @returns The access token, for the `Authorization: Bearer` header.
   * @throws CloseOAuthError `reauthorization_required` when the user has to connect again;
   * `refresh_unavailable`, `store_unavailable`, `discovery_failed` when a later call may work;
   * `client_misconfigured`, `record_unreadable`, `record_too_new`; `keys_unavailable`; `aborted`; `closed`.
   */
  get(options?: { signal?: AbortSignal | undefined }): Promise<string>;
  /**
   * Returns the cached access token, synchronously.
   *
   * @returns The access token while a fresh one is cached, else `undefined`.
   */
  peek(): string | undefined;
  /**
   * Reports a token that the API refused. The next `get` refreshes, unless the current token is already
   * another.
   *
   * @param token - The refused token.
   */
  invalidate(token: string): void;
  /**
   * Disconnects: marks the record, revokes the tokens at Close and erases them. Calling it again is harmless.
   *
   * Once the record is marked, the grant is disconnected: `status` returns `revoked`, and `get` rejects; other
   * processes may return the cached access token until it is due for a refresh. If Close cannot be reached then, this rejects, and the vault tries again until Close confirms, with pauses
   * of up to five minutes, until `oauth.close()`. What a process cannot finish, because it was killed or its host
   * stops it between calls, `oauth.keepAlive` finishes.
   *
   * @throws CloseOAuthError `revoke_unavailable` when Close could not be reached: the disconnect is finished later;
   * `client_misconfigured`, `discovery_failed` and `keys_unavailable`: the same, once that is repaired;
   * `store_unavailable` when the store failed: read `status` to see whether the grant is disconnected;
   * `record_unreadable`, `record_too_new`: the tokens cannot be read, so they cannot be revoked; `closed`.
   */
  revoke(): Promise<void>;
  /**
   * Reads the state of the grant from the store, without a refresh.
   *
   * @returns The state.
   * @throws CloseOAuthError `store_unavailable` or `closed`.
   */
  status(): Promise<GrantStatus>;
}

/** What a grant needs of the states of all grants. */
export interface StateSource {
  /** Finds the state of a grant whose state was dropped. */
  of(id: GrantId): { readonly state: GrantState };
  /** Disconnects a grant. */
  revoke(state: GrantState): Promise<void>;
}

/** Creates the public object of a grant, which hides its state. */
export function createGrant(vault: Vault, states: StateSource, state: GrantState): Grant {
  return new VaultGrant(vault, states, state);
}

// A class: closures would be half of a grant's memory.
class VaultGrant implements Grant {
  readonly organizationId: string;
  readonly userId: string;
  readonly #vault: Vault;
  readonly #states: StateSource;
  #lastState: GrantState;

  constructor(vault: Vault, states: StateSource, state: GrantState) {
    this.organizationId = state.id.organizationId;
    this.userId = state.id.userId;
    this.#vault = vault;
    this.#states = states;
    this.#lastState = state;
  }

  // There is one state per grant, whatever objects the app holds; a state may have been dropped since.
  get #state(): GrantState {
    if (this.#lastState.isDropped) this.#lastState = this.#states.of(this).state;
    this.#lastState.isUsed = true;
    return this.#lastState;
  }

  peek(): string | undefined {
    const { cached } = this.#state;
    const vault = this.#vault;
    return cached?.isFresh(tokenTime(vault, cached)) && !vault.closed() ? cached.accessToken : undefined;
  }

  async get(options?: { signal?: AbortSignal | undefined }): Promise<string> {
    const vault = this.#vault;
    const state = this.#state;
    const { cached } = state;
    assertOpen(vault);
    const now = cached === undefined ? 0 : tokenTime(vault, cached);
    if (cached !== undefined && cached.isFresh(now)) {
      const isDue = vault.host.hasBackground && cached.isDue(now);
      if (!isDue) return cached.accessToken;
      // Where a refresh revokes the old access token, callers wait for the refresh in progress.
      if (vault.profile.oldAccessTokenSurvives !== false || !vault.flights.has(state.key)) {
        flyAhead(vault, state);
        return cached.accessToken;
      }
    }
    return awaitToken(vault, state, options?.signal);
  }

  invalidate(token: string): void {
    const state = this.#state;
    const { cached } = state;
    if (cached !== undefined && cached.accessToken !== token) return;
    state.refused = token;
    cached?.refuse();
  }

  async revoke(): Promise<void> {
    return this.#states.revoke(this.#state);
  }

  async status(): Promise<GrantStatus> {
    assertOpen(this.#vault);
    return this.#vault.track(readStatus(this.#vault, this.#state));
  }
}

function toUnreadable(error: unknown): 'unreadable' {
  if (isUnreadable(error)) return 'unreadable';
  throw error;
}

async function readStatus(vault: Vault, state: GrantState): Promise<GrantStatus> {
  const record = await vault.records.load(state.id).catch(toUnreadable);
  if (record === undefined || record === 'unreadable') {
    const status = record ?? 'absent';
    return { status, expiresAt: undefined, scope: undefined, generation: 0, refreshes: 0 };
  }
  const { unsaved } = state;
  const { expiresAt, refreshes = 0 } = record;
  const unstored = unsaved === undefined ? 0 : 1;
  return {
    status: record.status === 'revoking' ? 'revoked' : record.status,
    expiresAt:
      unsaved?.tokens.expiresAt ?? (expiresAt === null ? undefined : vault.records.toLocal(expiresAt)),
    scope: record.scope ?? undefined,
    generation: record.generation + unstored,
    refreshes: refreshes + unstored,
  };
}
