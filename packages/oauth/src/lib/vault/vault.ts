import { CloseOAuthError } from '../base/close-oauth-error.ts';
import type { Latch } from '../base/latch.ts';
import type { GrantId } from '../record/grant-id.ts';
import type { GrantRecords } from '../record/grant-records.ts';
import type { CachedToken } from './cached-token.ts';
import type { EndpointPace } from './endpoint-pace.ts';
import type { OAuthEventDetails, OAuthEventType } from './event.ts';
import type { RunningFlight } from './flight.ts';
import type { Host } from './host.ts';
import type { RefreshTimes } from './refresh-times.ts';
import type { ClientConfig } from '../protocol/client-config.ts';
import type { ServerProfile } from './server-profile.ts';
import type { Sleep } from '../base/sleep.ts';
import type { TokenSet } from '../base/token-set.ts';
import type { GrantRecord } from '../record/token-store.ts';

/** The shared state and settings of all grants. It never leaves the package. */
export interface Vault extends RefreshTimes {
  readonly records: GrantRecords;
  /** The app and its server; the first call discovers the server if its issuer was set. */
  config(): Promise<ClientConfig>;
  /** Wall clock; used for all stored times. */
  readonly now: () => number;
  /** Monotonic clock; used for all timing decisions of this process. */
  readonly elapsed: () => number;
  readonly sleep: Sleep;
  /** Waits without keeping the process alive. */
  readonly idleSleep: Sleep;
  readonly random: () => number;
  readonly refreshMarginMs: number;
  /** How long a caller waits. */
  readonly timeoutMs: number;
  /** How long the vault listens for the response to a refresh. */
  readonly replyPatienceMs: number;
  readonly profile: ServerProfile;
  readonly pace: EndpointPace;
  readonly host: Host;
  emit(type: OAuthEventType, id: GrantId, details?: OAuthEventDetails): void;
  /** Set when the vault closes, to end pauses. */
  readonly closing: Latch;
  /** Set when the vault has closed, and what is still in progress is given up. */
  readonly ended: Latch;
  closed(): boolean;
  /** The refreshes in flight, by key: at most one per grant. */
  readonly flights: Map<string, RunningFlight>;
  /** The grants with a token pair that is not stored yet, and since when, by the monotonic clock. */
  readonly unsaved: Map<GrantState, number>;
  /** The disconnects in progress, by key. */
  readonly revocations: Map<string, Promise<CloseOAuthError | undefined>>;
  /** The disconnects that are tried again in the background, in the order of the next attempts. */
  readonly unrevoked: Set<GrantState>;
  /** The work that `close` waits for. */
  readonly background: Set<Promise<unknown>>;
  /** Adds to the work that `close` waits for. */
  track<T>(work: Promise<T>): Promise<T>;
}

/** The state of one grant in this process. */
export interface GrantState {
  readonly id: GrantId;
  readonly key: string;
  /** The latest access token. */
  cached: CachedToken | undefined;
  /** A pair that was issued before this time is due for a refresh, by the wall clock. */
  dueBefore: number;
  /** The last access token that the API refused. */
  refused: string | undefined;
  /** A token pair that could not be stored yet. */
  unsaved: UnsavedPair | undefined;
  /** The owner of the latest flight that has ended: its lease is no longer in use. */
  endedOwner: string | undefined;
  /** Whether it was used since the last search for states to drop. */
  isUsed: boolean;
  /** Whether it was dropped from memory; it must not be used any more. */
  isDropped: boolean;
  /** Set after failed refreshes, until one succeeds. */
  backOff: BackOff | undefined;
}

/** The back-off after failed refreshes. */
export interface BackOff {
  readonly error: CloseOAuthError;
  /** The number of failures in a row. */
  readonly failures: number;
  /** When the next refresh may start, by the monotonic clock. */
  readonly endsAt: number;
}

/** A new token pair to store. */
export interface UnsavedPair {
  readonly tokens: TokenSet;
  /** The record whose refresh token was spent. */
  readonly base: GrantRecord;
  /** The status of the grant with this pair. */
  readonly status: 'active' | 'reauthorization_required';
  /** Set once it is stored, or known to be superseded. */
  outcome?: PairOutcome;
}

/** The result of storing a token pair: stored, superseded by a newer record, erased, or not stored yet. */
export type PairOutcome =
  | { readonly kind: 'stored'; readonly record: GrantRecord }
  | { readonly kind: 'superseded'; readonly record: GrantRecord | undefined }
  | { readonly kind: 'unsaved' };

/**
 * Refuses calls after `close`.
 *
 * @throws CloseOAuthError `closed`.
 */
export function assertOpen(vault: Pick<Vault, 'closed'>): void {
  if (vault.closed()) throw new CloseOAuthError('closed', 'This CloseOAuth was closed.');
}
