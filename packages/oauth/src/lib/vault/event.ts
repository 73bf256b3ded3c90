import type { CloseOAuthErrorCode } from '../base/close-oauth-error.ts';

/** The outcomes that {@link CloseOAuthOptions.onEvent} is told about. */
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
  | 'revoked';

/** One outcome, without secrets: fit for logs and metrics. */
export interface OAuthEvent {
  /**
   * `authorized` a user connected · `refreshed` a new pair was stored · `joined` a caller waits for a refresh
   * that is under way · `adopted` another process had refreshed · `transient` a refresh failed for now ·
   * `ambiguous_recovered` a refresh token whose last sending got no answer was sent again and renewed ·
   * `ambiguous_lost` the same, and it was refused: the answer that got lost held the only successor; `dead` follows ·
   * `dead` the refresh token was refused · `store_retry` a new pair could not be stored yet · `revoked` disconnected.
   */
  readonly type: OAuthEventType;
  /** The organization of the grant. */
  readonly organizationId: string;
  /** The user of the grant. */
  readonly userId: string;
  /** When it happened, in milliseconds since 1970. */
  readonly at: number;
  /** The code of the failure, with `transient`, `ambiguous_lost`, `dead` and `store_retry`. */
  readonly code?: CloseOAuthErrorCode;
}
