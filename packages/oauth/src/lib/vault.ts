import { CloseOAuthError } from './close-oauth-error.ts';
import type { GrantId } from './grant-id.ts';
import type { GrantRecords } from './grant-records.ts';
import type { OAuthEvent } from './oauth-event.ts';
import type { ClientConfig } from './protocol/client-config.ts';
import type { TokenSet } from './token-set.ts';
import type { GrantRecord } from './token-store.ts';

/** What the steps of a grant's life share. */
export interface Vault {
  readonly records: GrantRecords;
  /** The app and its server, once the server is known. */
  config(): Promise<ClientConfig>;
  readonly now: () => number;
  readonly sleep: (durationMs: number, signal?: AbortSignal) => Promise<void>;
  readonly refreshMarginMs: number;
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
  /** The access token last seen. */
  held: HeldToken | undefined;
  /** An access token that the API refused. */
  refused: string | undefined;
  /** A pair that the server issued and the store could not take yet. */
  unsaved: UnsavedPair | undefined;
}

/** An access token in memory; its refresh token stays sealed in the store. */
export interface HeldToken {
  readonly accessToken: string;
  readonly expiresAt: number;
  /** Until when it is handed out without a look at the store. */
  freshUntil: number;
  readonly version: number;
  readonly generation: number;
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
 * Keeps an access token in memory, unless a newer one is there.
 *
 * @param vault - knows the clock and the margin
 * @param state - the grant
 * @param known - the tokens and the record they were read from or stored as
 */
export function hold(
  vault: Vault,
  state: GrantState,
  known: { readonly tokens: TokenSet; readonly version: number; readonly generation: number },
): void {
  const { tokens, version, generation } = known;
  if (state.held !== undefined && state.held.version > version) return;
  const { accessToken, expiresAt } = tokens;
  const handOutUntil = accessToken === state.refused ? 0 : freshUntil(tokens, vault);
  state.held = { accessToken, expiresAt, freshUntil: handOutUntil, version, generation };
}

/**
 * @param tokens - read from the store or from the server
 * @param vault - knows the clock and the margin
 * @returns until when an access token may be handed out
 */
export function freshUntil(tokens: TokenSet, vault: Vault): number {
  const lifetimeMs = tokens.expiresAt - tokens.issuedAt;
  // Half of a short life is left usable, or a token would be refreshed at every call.
  return tokens.expiresAt - Math.min(vault.refreshMarginMs, lifetimeMs / 2);
}

/**
 * @param vault - the vault
 * @throws CloseOAuthError `closed` when it was closed
 */
export function assertOpen(vault: Vault): void {
  if (vault.closed()) throw new CloseOAuthError('closed', 'This CloseOAuth was closed.');
}
