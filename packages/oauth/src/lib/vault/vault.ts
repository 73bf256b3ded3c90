import { CloseOAuthError } from '../base/close-oauth-error.ts';
import type { GrantId } from '../record/grant-id.ts';
import type { GrantRecords } from '../record/grant-records.ts';
import type { CachedToken } from './cached-token.ts';
import type { OAuthEvent } from './event.ts';
import type { ClientConfig } from '../protocol/client-config.ts';
import type { ServerProfile } from './server-profile.ts';
import type { Sleep } from '../base/sleep.ts';
import type { TokenSet } from '../base/token-set.ts';
import type { GrantRecord } from '../record/token-store.ts';

/** What the steps of a grant's life share. */
export interface Vault {
  readonly records: GrantRecords;
  /** The app and its server, once the server is known. */
  config(): Promise<ClientConfig>;
  /** The wall clock: what is stored is told in it. */
  readonly now: () => number;
  /** A clock that never jumps: what this process decides is told in it. */
  readonly elapsed: () => number;
  readonly sleep: Sleep;
  readonly random: () => number;
  readonly refreshMarginMs: number;
  readonly timeoutMs: number;
  readonly leaseMs: number;
  readonly profile: ServerProfile;
  /** A random name: leases of this vault are told from those of others by it. */
  readonly owner: string;
  emit(type: OAuthEvent['type'], id: GrantId, code?: OAuthEvent['code']): void;
  /** Aborted when the vault closes: pauses end early. */
  readonly closing: AbortSignal;
  closed(): boolean;
  /** The refreshes under way, by key: at most one per grant. */
  readonly flights: Map<string, Promise<string>>;
  /** The disconnects under way, by key. */
  readonly revocations: Map<string, Promise<void>>;
  /** Work that `close` waits for. */
  readonly background: Set<Promise<unknown>>;
  /** Makes `close` wait for some work. */
  track<T>(work: Promise<T>): Promise<T>;
}

/** What this process knows about one grant. It never leaves the vault. */
export interface GrantState {
  readonly id: GrantId;
  readonly key: string;
  /** The latest access token. */
  cached: CachedToken | undefined;
  /** An access token that the API refused. */
  refused: string | undefined;
  /** A pair that the server issued and the store could not take yet. */
  unsaved: UnsavedPair | undefined;
  /** What the last tries ended with, until one succeeds. */
  trouble: Trouble | undefined;
}

/** The pause after refreshes that failed. */
export interface Trouble {
  readonly error: CloseOAuthError;
  /** How many failed in a row. */
  readonly failures: number;
  /** When the next may be sent, by the clock that never jumps. */
  readonly endsAt: number;
}

/** A pair on its way into the store. */
export interface UnsavedPair {
  readonly tokens: TokenSet;
  /** The record whose refresh token was spent for it. */
  readonly base: GrantRecord;
  /** What the grant becomes with it. */
  readonly status: 'active' | 'reauthorization_required';
}

/**
 * @param vault - The vault.
 * @throws CloseOAuthError `closed` when it was closed.
 */
export function assertOpen(vault: Pick<Vault, 'closed'>): void {
  if (vault.closed()) throw new CloseOAuthError('closed', 'This CloseOAuth was closed.');
}
