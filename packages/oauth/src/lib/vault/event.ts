import type { CloseOAuthErrorCode } from '../base/close-oauth-error.ts';

/** The outcomes that {@link CloseOAuthOptions.onEvent} receives. */
export type OAuthEventType =
  | 'authorized'
  | 'refreshed'
  | 'joined'
  | 'adopted'
  | 'transient'
  | 'ambiguous_recovered'
  | 'ambiguous_lost'
  | 'dead'
  | 'store_retry'
  | 'call_too_short'
  | 'revoked'
  | 'revoke_retry';

/** One outcome, without secrets, for logs and metrics. */
export interface OAuthEvent {
  /**
   * `authorized` a user connected · `refreshed` a new token pair was stored · `joined` a caller waits for a
   * refresh in flight · `adopted` another process had refreshed; its token is used · `transient` a refresh
   * failed temporarily · `ambiguous_recovered` a refresh without a response was repeated and succeeded ·
   * `ambiguous_lost` the same, but it was refused: the lost response had the only new pair; `dead` follows ·
   * `dead` the refresh token was refused · `store_retry` a new pair could not be stored yet · `call_too_short` a refresh waits for
   * another process in a call of less than 12.5 seconds: if that was killed, only several calls together take
   * over · `revoked` a
   * user disconnected, and the server confirmed it · `revoke_retry` a user disconnected, but the server has not confirmed
   * it yet: the tokens are revoked later.
   */
  readonly type: OAuthEventType;
  /** The organization of the grant. */
  readonly organizationId: string;
  /** The user of the grant. */
  readonly userId: string;
  /** When it happened, in milliseconds since 1970. */
  readonly at: number;
  /** The error code, with `transient`, `ambiguous_lost`, `dead`, `store_retry` and `revoke_retry`. */
  readonly code?: CloseOAuthErrorCode;
  /**
   * The time since the refresh, the callback of the login or the disconnect started, by the monotonic clock,
   * in milliseconds. With `authorized`, `refreshed`, `adopted`, `transient`, `ambiguous_recovered`,
   * `ambiguous_lost`, `dead` and `revoked`.
   */
  readonly durationMs?: number;
  /**
   * The generation of the token pair, which every login and every refresh increases by one: of the new pair
   * with `authorized`, `refreshed`, `adopted`, `ambiguous_recovered` and the `store_retry` of a refresh; of the
   * current pair with `transient`, when it is known, `ambiguous_lost` and `dead`.
   */
  readonly generation?: number;
  /**
   * How often this refresh has sent the refresh token. With `refreshed`, `adopted`, `transient`,
   * `ambiguous_recovered`, `ambiguous_lost` and `dead`.
   */
  readonly attempts?: number;
}

/** The optional part of an event. */
export interface OAuthEventDetails extends Pick<OAuthEvent, 'code' | 'generation' | 'attempts'> {
  /** When the operation started, by the monotonic clock; the event gets its duration. */
  readonly startedAt?: number;
}
