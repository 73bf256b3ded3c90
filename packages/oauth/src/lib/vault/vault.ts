import { CloseOAuthError } from '../base/close-oauth-error.ts';
import type { GrantId } from '../record/grant-id.ts';
import type { GrantRecords } from '../record/grant-records.ts';
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
  /** The access token last seen. */
  held: HeldToken | undefined;
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

/** An access token in memory, told in the clock that never jumps; its refresh token stays sealed in the store. */
export interface HeldToken {
  readonly accessToken: string;
  readonly expiresAt: number;
  /** From when on it is renewed in the background while it is handed out. */
  calmUntil: number;
  /** Until when it is handed out without a wait. */
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

// A tenth of a token's life is for the refresh ahead of expiry, a quarter more or less by process and token.
const calmShare = 0.1;

/**
 * Keeps an access token in memory, unless a newer one is there.
 *
 * @param vault - Knows the clocks and the margin.
 * @param state - The grant.
 * @param known - The tokens and the record they were read from or stored as.
 */
export function hold(
  vault: Vault,
  state: GrantState,
  known: { readonly tokens: TokenSet; readonly version: number; readonly generation: number },
): void {
  const { tokens, version, generation } = known;
  const { held } = state;
  if (held !== undefined && held.version > version) return;
  const { accessToken, expiresAt, issuedAt } = tokens;
  if (held?.accessToken === accessToken) {
    state.held = { ...held, version, generation };
    return;
  }
  const usable = accessToken !== '' && accessToken !== state.refused;
  const ahead = (expiresAt - issuedAt) * calmShare * (0.75 + vault.random() / 2);
  const toElapsed = vault.elapsed() - vault.now();
  const freshEnd = usable ? freshUntil(tokens, vault) + toElapsed : 0;
  state.held = {
    accessToken,
    expiresAt: expiresAt + toElapsed,
    calmUntil: freshEnd - ahead,
    freshUntil: freshEnd,
    version,
    generation,
  };
}

/**
 * @param tokens - Read from the store or from the server.
 * @param vault - Knows the margin.
 * @returns Until when an access token may be handed out, by the wall clock.
 */
export function freshUntil(tokens: TokenSet, vault: Pick<Vault, 'refreshMarginMs'>): number {
  const lifetimeMs = tokens.expiresAt - tokens.issuedAt;
  // Half of a short life is left usable, or a token would be refreshed at every call.
  return tokens.expiresAt - Math.min(vault.refreshMarginMs, lifetimeMs / 2);
}

/**
 * @param vault - The vault.
 * @throws CloseOAuthError `closed` when it was closed.
 */
export function assertOpen(vault: Pick<Vault, 'closed'>): void {
  if (vault.closed()) throw new CloseOAuthError('closed', 'This CloseOAuth was closed.');
}
