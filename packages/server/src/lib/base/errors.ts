import { isCloseOAuthError } from '@closekit/oauth';
import type { CloseOAuthError } from '@closekit/oauth';

/**
 * What went wrong, as a stable name. Codes are part of the public interface.
 *
 * - `not_found`: the path is none of the handler's routes.
 * - `method_not_allowed`: the route exists, the method does not.
 * - `navigation_required`: `login` or `callback` was called by script or in a frame.
 * - `cross_site`: the static header is missing or the request comes from another origin.
 * - `signed_out`: no live session came with the request.
 * - `organization_changed`: the call is meant for another organization than the one in use.
 * - `path_refused`: the API path holds something that could change its meaning on the way.
 * - `webhook_signature_invalid`, `webhook_expired`, `webhook_subscription_unknown`: a delivery that is not, or no longer,
 *   to be believed, or whose key is not known.
 * - `live_bus_unavailable`: the bus that carries events failed.
 * - `too_many_streams`: the session has too many streams of events open.
 * - `organization_not_connected`: this session has no connection to the organization it is asked to switch to.
 * - `body_too_large`, `body_unreadable`, `body_invalid`: the request body could not be taken in, or is not what the
 *   route takes.
 * - `upstream_unavailable`, `upstream_timeout`, `upstream_redirect`: Close did not answer, was late, or sent a redirect.
 * - `aborted`: the browser went away.
 * - `reauthorization_required`: Close refused a token right after issuing it; only signing in again can help.
 * - `redirect_uri_mismatch`: the `redirectUri` of createCloseOAuth is not where this handler answers.
 * - `session_store_unavailable`: the session store failed.
 * - `session_unavailable`: {@link closeSession} was not told who is signed in.
 * - `internal`: anything unforeseen; the cause says what.
 */
export type CloseServerErrorCode =
  | 'not_found'
  | 'method_not_allowed'
  | 'navigation_required'
  | 'cross_site'
  | 'signed_out'
  | 'organization_changed'
  | 'path_refused'
  | 'body_too_large'
  | 'body_unreadable'
  | 'body_invalid'
  | 'organization_not_connected'
  | 'upstream_unavailable'
  | 'upstream_timeout'
  | 'upstream_redirect'
  | 'reauthorization_required'
  | 'redirect_uri_mismatch'
  | 'webhook_signature_invalid'
  | 'webhook_expired'
  | 'webhook_subscription_unknown'
  | 'live_bus_unavailable'
  | 'too_many_streams'
  | 'aborted'
  | 'session_store_unavailable'
  | 'session_unavailable'
  | 'internal';

/** A failure the handler answered with. Holds no cookie, token, code or header. */
export class CloseServerError extends Error {
  override readonly name = 'CloseServerError';
  /** The stable name of the failure. */
  readonly code: CloseServerErrorCode;

  /**
   * @param code - The stable name of the failure.
   * @param message - One sentence for the person who runs the server.
   * @param options - The `cause`, where it cannot hold a secret.
   */
  constructor(code: CloseServerErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    Object.defineProperty(this, brand, { value: true });
  }
}

const brand = Symbol.for('@closekit/server/error');

/**
 * Tells whether a value is this package's error, also when another copy of the package made it.
 *
 * @param value - Anything that was thrown.
 * @returns True for a {@link CloseServerError}.
 */
export function isCloseServerError(value: unknown): value is CloseServerError {
  return value instanceof Error && brand in value;
}

/** Every error that `onError` can receive. */
export type CloseHandlerError = CloseServerError | CloseOAuthError;

/**
 * Turns whatever was thrown into an error with a code.
 *
 * @param thrown - Anything that was thrown.
 * @returns The same error if it has a code of ours, else one with the code `internal`.
 */
export function toHandlerError(thrown: unknown): CloseHandlerError {
  if (isCloseServerError(thrown) || isCloseOAuthError(thrown)) return thrown;
  return new CloseServerError('internal', 'The handler failed in an unforeseen way.', { cause: thrown });
}
