import type { TokenRefusal } from '../protocol/token-refusal.ts';

/** How an authorization server treats refresh tokens, as far as known. */
export interface ServerProfile {
  /**
   * The response to a refresh token that was used before: it is refused, or all tokens of the grant are
   * revoked.
   */
  readonly reuse: 'refuse' | 'revoke-grant' | 'unknown';
  /** How long after a refresh the old refresh token may be sent again, in milliseconds; 0 for never. */
  readonly retryWindowMs: number;
  /** Whether the old access token stays valid after a refresh. */
  readonly oldAccessTokenSurvives: boolean | 'unknown';
  /**
   * Whether the tokens of a later login stay valid when those of an earlier login of the same user are
   * revoked.
   */
  readonly loginsAreIndependent: boolean | 'unknown';
  /**
   * The responses to a refresh that end a grant; any other response proves nothing about its tokens. Add the
   * responses of your server to a dead refresh token, or to a user who may no longer use the app, if they differ from
   * the default: status 400 or 401 with the error `invalid_grant`.
   */
  readonly refusals: readonly TokenRefusal[];
}

/** The names of built-in profiles. */
export type ServerProfileName = 'close' | 'refusing' | 'revoking' | 'retry-window';

/**
 * Whether a refresh without a response is repeated while the old access token is valid. The new pair was lost
 * with the response, so a repeat can only save the grant. But where reuse revokes the old access token too,
 * the repeat waits until that token has expired.
 */
export function repeatsAtOnce(profile: ServerProfile): boolean {
  return profile.reuse !== 'revoke-grant' || profile.retryWindowMs > 0;
}

/** How often one flight sends a refresh token without a response. */
export function sendLimit(profile: ServerProfile): number {
  return profile.retryWindowMs > 0 ? 4 : 2;
}
